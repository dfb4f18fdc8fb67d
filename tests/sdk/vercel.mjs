// Vercel's AI SDK against a gateway, by its OpenAI and its Anthropic provider: node vercel.mjs GATEWAY SECOND_GATEWAY
// It exits with 0 when everything is as the SDK's users expect.
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { baseURL, picture, ways } from "./ways.mjs";

for (const { headers } of ways) {
  const openai = createOpenAI({ baseURL, apiKey: "unused", headers });
  const anthropic = createAnthropic({ baseURL, apiKey: "unused", headers });
  for (const model of [openai.chat("mock"), openai.responses("mock"), anthropic("mock")]) {
    const name = `${model.provider} ${headers["x-portkey-config"] ?? ""}`;
    const asked = { model, maxRetries: 0, maxOutputTokens: 200 };

    // A stream.
    const stream = streamText({ ...asked, prompt: "Hello", onError: ({ error }) => assert.fail(`${name}: ${error}`) });
    assert.match(await stream.text, /You said: Hello/, name);
    assert.equal(await stream.finishReason, "stop", name);
    assert.ok((await stream.usage).outputTokens > 0, name);

    // A tool is called and its result is told, in steps that the SDK takes by itself; buffered and streamed.
    const tools = {
      get_weather: tool({ description: "The weather", inputSchema: z.object({ city: z.string() }), execute: async () => "rain" }),
    };
    const steps = { ...asked, tools, stopWhen: stepCountIs(2), prompt: "Use get_weather" };
    const whole = await generateText(steps);
    assert.match(whole.text, /The tool said: .*rain/, name);
    assert.equal(whole.steps[0].toolCalls[0].toolName, "get_weather", name);
    assert.equal(whole.steps[0].finishReason, "tool-calls", name);
    assert.match(await streamText(steps).text, /The tool said: .*rain/, name);

    // Structured output.
    const { output } = await generateText({
      ...asked, prompt: "Where?", output: Output.object({ schema: z.object({ city: z.string() }) }),
    });
    assert.equal(typeof output.city, "string", name);

    // A picture.
    const seen = await generateText({
      ...asked, messages: [{ role: "user", content: [{ type: "text", text: "What is this?" }, { type: "image", image: picture }] }],
    });
    assert.match(seen.text, /What is this\? \(and showed 1 of image_url\)/, name);
  }
}
