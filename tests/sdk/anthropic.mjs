// Anthropic's SDK against a gateway: node anthropic.mjs GATEWAY SECOND_GATEWAY
// It exits with 0 when everything is as the SDK's users expect.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { baseURL, picture, place, ways } from "./ways.mjs";

for (const { name, headers } of ways) {
  const client = new Anthropic({ baseURL: baseURL.replace("/v1", ""), apiKey: "unused", maxRetries: 0, defaultHeaders: headers });
  const ask = (content, more) => ({ model: "mock", max_tokens: 200, messages: [{ role: "user", content }], ...more });

  // Buffered, and a stream that the SDK puts together.
  for (const message of [await client.messages.create(ask("Hello")), await client.messages.stream(ask("Hello")).finalMessage()]) {
    assert.equal(message.role, "assistant", name);
    assert.match(message.content[0].text, /You said: Hello/);
    assert.equal(message.stop_reason, "end_turn");
    assert.ok(message.usage.output_tokens > 0);
  }

  // A tool is called, buffered and streamed, and its result is told.
  const tools = [{ name: "get_weather", description: "The weather", input_schema: place }];
  for (const message of [
    await client.messages.create(ask("Use get_weather", { tools })),
    await client.messages.stream(ask("Use get_weather", { tools })).finalMessage(),
  ]) {
    const call = message.content.find((block) => block.type === "tool_use");
    assert.equal(call.name, "get_weather");
    assert.equal(typeof call.input.city, "string");
    assert.equal(message.stop_reason, "tool_use");
    const told = ask("Use get_weather", { tools });
    told.messages.push({ role: "assistant", content: message.content });
    told.messages.push({ role: "user", content: [{ type: "tool_result", tool_use_id: call.id, content: "rain" }] });
    assert.match((await client.messages.create(told)).content[0].text, /The tool said: rain/);
  }

  // Structured output.
  const structured = await client.messages.create(ask("Where?", { output_config: { format: { type: "json_schema", schema: place } } }));
  assert.equal(typeof JSON.parse(structured.content[0].text).city, "string");

  // A picture.
  const [, media_type, data] = /^data:(.*);base64,(.*)$/.exec(picture);
  const seen = await client.messages.create(ask([
    { type: "text", text: "What is this?" }, { type: "image", source: { type: "base64", media_type, data } },
  ]));
  assert.match(seen.content[0].text, /What is this\? \(and showed 1 of image_url\)/);

  // Tokens are counted, if only by estimate.
  assert.ok((await client.messages.countTokens({ model: "mock", messages: [{ role: "user", content: "Hello" }] })).input_tokens > 0);

  // Errors arrive as the SDK's own classes, and a stream that breaks throws.
  await assert.rejects(client.messages.create(ask("Hello", { model: "mock-429" })), Anthropic.RateLimitError);
  await assert.rejects(client.messages.create(ask("Hello", { model: "mock-500" })), Anthropic.InternalServerError);
  await assert.rejects(client.messages.stream(ask("Hello", { model: "mock-cut-after-2" })).finalMessage());
}
