// The official OpenAI SDK against a gateway: node openai.mjs GATEWAY SECOND_GATEWAY
// It exits with 0 when everything is as the SDK's users expect.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { baseURL, picture, place, ways } from "./ways.mjs";

const client = new OpenAI({
  baseURL,
  apiKey: "unused",
  maxRetries: 0,
  defaultHeaders: { "x-portkey-provider": "mock" },
});
const messages = [{ role: "user", content: "Hello" }];
const weather = { type: "function", function: { name: "get_weather", parameters: place } };

// A buffered chat, with the headers beside it.
{
  const { data, response } = await client.chat.completions.create({ model: "mock", messages }).withResponse();
  assert.equal(data.object, "chat.completion");
  assert.match(data.choices[0].message.content, /Hello/);
  assert.equal(data.choices[0].finish_reason, "stop");
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.equal(response.headers.get("x-portkey-provider"), "mock");
  assert.ok(response.headers.get("x-portkey-trace-id"));
}

// A streamed chat, its usage at the end.
{
  const stream = await client.chat.completions.create({
    model: "mock", messages, stream: true, stream_options: { include_usage: true },
  });
  let text = "", reason, usage;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? "";
    reason ??= chunk.choices[0]?.finish_reason;
    usage = chunk.usage ?? usage;
  }
  assert.match(text, /Hello/);
  assert.equal(reason, "stop");
  assert.ok(usage.completion_tokens > 0);
}

// Tools, buffered and put together from a stream by the SDK.
{
  const ask = { model: "mock", messages: [{ role: "user", content: "Use get_weather" }], tools: [weather] };
  const whole = await client.chat.completions.create(ask);
  const streamed = await client.chat.completions.stream(ask).finalChatCompletion();
  for (const reply of [whole, streamed]) {
    const [call] = reply.choices[0].message.tool_calls;
    assert.equal(call.function.name, "get_weather");
    assert.equal(typeof JSON.parse(call.function.arguments).city, "string");
    assert.ok(call.id);
    assert.equal(reply.choices[0].finish_reason, "tool_calls");
  }
}

// Structured output, a picture and a tool's result, here and in another dialect; and all of it by the Responses API.
for (const { name, headers } of ways) {
  const client = new OpenAI({ baseURL, apiKey: "unused", maxRetries: 0, defaultHeaders: headers });
  const format = { name: "place", strict: true, schema: place };
  const chat = (content, more) => client.chat.completions.create({ model: "mock", messages: [{ role: "user", content }], ...more });

  const structured = await chat("Where?", { response_format: { type: "json_schema", json_schema: format } });
  assert.equal(typeof JSON.parse(structured.choices[0].message.content).city, "string", name);

  const seen = await chat([{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: picture } }]);
  assert.match(seen.choices[0].message.content, /What is this\? \(and showed 1 of image_url\)/, name);

  const asked = { role: "user", content: "Use get_weather" };
  const { message } = (await chat(asked.content, { tools: [weather] })).choices[0];
  const told = [asked, message, { role: "tool", tool_call_id: message.tool_calls[0].id, content: "rain" }];
  assert.match((await chat("", { messages: told, tools: [weather] })).choices[0].message.content, /The tool said: rain/, name);

  const respond = (input, more) => client.responses.create({ model: "mock", input, ...more });
  const reply = await respond("Hello");
  assert.match(reply.output_text, /You said: Hello/, name);
  assert.equal(reply.status, "completed");
  assert.ok(reply.usage.output_tokens > 0);

  const events = [];
  const stream = client.responses.stream({ model: "mock", input: "Hello" });
  for await (const event of stream) events.push(event.type);
  assert.match((await stream.finalResponse()).output_text, /You said: Hello/, name);
  assert.equal(events[0], "response.created");
  assert.equal(events.at(-1), "response.completed");

  const tools = [{ type: "function", strict: true, ...weather.function }];
  const { output } = await respond("Use get_weather", { tools });
  const call = output.find((item) => item.type === "function_call");
  assert.equal(typeof JSON.parse(call.arguments).city, "string", name);
  const result = { type: "function_call_output", call_id: call.call_id, output: "rain" };
  assert.match((await respond([asked, ...output, result], { tools })).output_text, /The tool said: rain/, name);

  const parsed = await respond("Where?", { text: { format: { type: "json_schema", ...format } } });
  assert.equal(typeof JSON.parse(parsed.output_text).city, "string", name);

  const shown = await respond([{ role: "user", content: [
    { type: "input_text", text: "What is this?" }, { type: "input_image", image_url: picture, detail: "auto" },
  ] }]);
  assert.match(shown.output_text, /and showed 1 of image_url/, name);

  await assert.rejects(respond("Hello", { model: "mock-429" }), OpenAI.RateLimitError);
  await assert.rejects(client.responses.stream({ model: "mock-cut-after-2", input: "Hello" }).finalResponse());
}

// Errors arrive as the SDK's own classes.
for (const [status, type] of [
  [400, OpenAI.BadRequestError], [401, OpenAI.AuthenticationError], [403, OpenAI.PermissionDeniedError],
  [404, OpenAI.NotFoundError], [429, OpenAI.RateLimitError], [500, OpenAI.InternalServerError],
  [503, OpenAI.InternalServerError],
]) {
  for (const stream of [false, true]) {
    const error = await failure(client.chat.completions.create({ model: `mock-${status}`, messages, stream }));
    assert.ok(error instanceof type, `${status}: ${error}`);
    assert.equal(error.status, status);
    assert.ok(error.message);
  }
}

// The gateway's own errors as well.
{
  const error = await failure(client.chat.completions.create({ model: 4, messages }));
  assert.ok(error instanceof OpenAI.BadRequestError, `${error}`);
  assert.equal(error.param, "model");
}

// A stream that breaks throws: it never just ends.
for (const model of ["mock-cut-after-2", "mock-error-after-2", "mock-error-first"]) {
  const error = await failure((async () => {
    for await (const _ of await client.chat.completions.create({ model, messages, stream: true }));
  })());
  assert.ok(error instanceof OpenAI.APIError || /terminated|aborted|premature/i.test(String(error)), `${model}: ${error}`);
}

// The other endpoints.
{
  const completion = await client.completions.create({ model: "mock", prompt: "Hello" });
  assert.equal(typeof completion.choices[0].text, "string");
  const embeddings = await client.embeddings.create({ model: "mock", input: ["one", "two"], encoding_format: "float" });
  assert.equal(embeddings.data.length, 2);
  assert.equal(typeof embeddings.data[0].embedding[0], "number");
  const names = [];
  for await (const model of client.models.list()) names.push(model.id);
  assert.ok(names.includes("mock"));
}

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail("it should have failed");
}
