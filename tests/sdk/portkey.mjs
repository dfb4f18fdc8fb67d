// Portkey's SDK against a gateway: node portkey.mjs http://127.0.0.1:8787
// It exits with 0 when a Portkey user who changes the base URL notices nothing.
import assert from "node:assert/strict";
import { Portkey } from "portkey-ai";

const baseURL = `${process.argv[2]}/v1`;
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
