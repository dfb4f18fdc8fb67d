// The ways that a request of an SDK's takes: to the mock as it is, and through Anthropic's dialect. The latter goes to a
// second gateway, whose Messages door has the mock behind it: what the first one says and reads there is a real wire.
const [, , gateway, inner] = process.argv;

export const baseURL = `${gateway}/v1`;

/** @returns {{name: string, headers: Record<string, string>}[]} */
export const ways = [
  { name: "mock", headers: { "x-portkey-provider": "mock" } },
  { name: "anthropic", headers: {
    "x-portkey-provider": "mock", // for the second gateway
    "x-portkey-config": JSON.stringify({
      provider: "anthropic", api_key: "k", custom_host: `${inner}/v1`, forward_headers: ["x-portkey-provider"],
    }),
  } },
];

/** A red dot. */
export const picture = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";

/** What a city's weather needs, as JSON Schema. */
export const place = {
  type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false,
};
