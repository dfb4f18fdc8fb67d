// LangChain JS against a gateway: node langchain.mjs GATEWAY SECOND_GATEWAY
// It exits with 0 when everything is as its users expect.
import assert from "node:assert/strict";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import { baseURL, picture, ways } from "./ways.mjs";

for (const { name, headers } of ways) {
  for (const useResponsesApi of [false, true]) {
    const where = `${name} ${useResponsesApi}`;
    const model = new ChatOpenAI({
      model: "mock", apiKey: "unused", maxRetries: 0, useResponsesApi, configuration: { baseURL, defaultHeaders: headers },
    });

    // A stream.
    let text = "";
    for await (const chunk of await model.stream("Hello")) text += chunk.text;
    assert.match(text, /You said: Hello/, where);

    // A tool is called and its result is told.
    const weather = tool(async () => "rain", { name: "get_weather", description: "The weather", schema: z.object({ city: z.string() }) });
    const question = new HumanMessage("Use get_weather");
    const armed = model.bindTools([weather]);
    const reply = await armed.invoke([question]);
    assert.equal(reply.tool_calls[0].name, "get_weather", where);
    assert.equal(typeof reply.tool_calls[0].args.city, "string", where);
    const result = new ToolMessage({ content: await weather.invoke(reply.tool_calls[0].args), tool_call_id: reply.tool_calls[0].id });
    assert.match((await armed.invoke([question, reply, result])).text, /The tool said: rain/, where);

    // Structured output.
    const structured = model.withStructuredOutput(z.object({ city: z.string() }), { method: "jsonSchema" });
    assert.equal(typeof (await structured.invoke("Where?")).city, "string", where);

    // A picture.
    const seen = await model.invoke([new HumanMessage({
      content: [{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: picture } }],
    })]);
    assert.match(seen.text, /What is this\? \(and showed 1 of image_url\)/, where);
  }
}
