// Portkey's SDK against a gateway: node portkey.mjs GATEWAY SECOND_GATEWAY
// It exits with 0 when a Portkey user who changes the base URL notices nothing.
import assert from "node:assert/strict";
import { Portkey } from "portkey-ai";
import { baseURL, picture, place, ways } from "./ways.mjs";

const messages = [{ role: "user", content: "Hello" }];

// A provider by name.
{
  const portkey = new Portkey({ baseURL, apiKey: "unused", provider: "mock" });
  const reply = await portkey.chat.completions.create({ model: "mock", messages }, { traceID: "trace-of-mine" });
  assert.match(reply.choices[0].message.content, /Hello/);
  assert.equal(reply.getHeaders()["trace-id"], "trace-of-mine");

  let text = "";
  for await (const chunk of await portkey.chat.completions.create({ model: "mock", messages, stream: true })) {
    text += chunk.choices[0]?.delta?.content ?? "";
  }
  assert.match(text, /Hello/);
}

// A config that falls back: the SDK sends it as a header.
{
  const config = {
    strategy: { mode: "fallback", on_status_codes: [429] },
    targets: [{ provider: "mock", api_key: "k", override_params: { model: "mock-429" } }, { provider: "mock", api_key: "k" }],
  };
  const portkey = new Portkey({ baseURL, apiKey: "unused", config });
  const reply = await portkey.chat.completions.create({ model: "mock", messages });
  assert.match(reply.choices[0].message.content, /Hello/);
  assert.equal(reply.getHeaders()["last-used-option-index"], "config.targets[1]");
}

// A failure is an error with its status.
{
  const portkey = new Portkey({ baseURL, apiKey: "unused", provider: "mock", maxRetries: 0 });
  await assert.rejects(portkey.chat.completions.create({ model: "mock-429", messages }), (error) => error.status === 429);
  const config = { strategy: { mode: "nothing" }, targets: [{ provider: "mock" }] };
  const wrong = new Portkey({ baseURL, apiKey: "unused", config, maxRetries: 0 });
  await assert.rejects(wrong.chat.completions.create({ model: "mock", messages }), (error) => error.status === 400);
}

// Tools, structured output and a picture, here and in another dialect.
for (const { name, headers } of ways) {
  const more = { provider: headers["x-portkey-provider"], config: headers["x-portkey-config"] };
  const portkey = new Portkey({ baseURL, apiKey: "unused", ...more });
  const chat = async (content, more) =>
    (await portkey.chat.completions.create({ model: "mock", messages: [{ role: "user", content }], ...more })).choices[0].message;

  const tools = [{ type: "function", function: { name: "get_weather", parameters: place } }];
  const { tool_calls } = await chat("Use get_weather", { tools });
  assert.equal(typeof JSON.parse(tool_calls[0].function.arguments).city, "string", name);

  const response_format = { type: "json_schema", json_schema: { name: "place", strict: true, schema: place } };
  assert.equal(typeof JSON.parse((await chat("Where?", { response_format })).content).city, "string", name);

  const seen = await chat([{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: picture } }]);
  assert.match(seen.content, /and showed 1 of image_url/, name);
}
