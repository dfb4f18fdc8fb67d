package replay

// chatTexts is what a chat request says: its texts, the names of its calls and tools, and what they were given.
func chatTexts(body object) (all []string) {
	for _, m := range body.each("messages") {
		all = append(all, contentTexts(m["content"])...)
		for _, call := range m.each("tool_calls") {
			f := call.at("function")
			all = append(all, f.text("name"))
			all = append(all, leaves(parse(f.text("arguments")), nil)...)
		}
	}
	chosen := body.at("tool_choice").at("function").text("name")
	for _, tool := range body.each("tools") {
		f := tool.at("function")
		if chosen == "" || chosen == f.text("name") { // some can only be given the tool that they must call
			all = append(all, f.text("name"), f.text("description"))
		}
	}
	return all
}

// messagesTexts is what a request of Messages says. Tools without a schema run at Anthropic and nowhere else.
func messagesTexts(body object) (all []string) {
	all = contentTexts(body["system"])
	for _, m := range body.each("messages") {
		all = append(all, contentTexts(m["content"])...)
		for _, block := range m.each("content") {
			switch block.text("type") {
			case "tool_use":
				all = append(all, block.text("name"))
				all = leaves(block["input"], all)
			case "tool_result":
				all = append(all, contentTexts(block["content"])...)
			}
		}
	}
	chosen := body.at("tool_choice").text("name")
	for _, tool := range body.each("tools") {
		if tool["input_schema"] != nil && (chosen == "" || chosen == tool.text("name")) {
			all = append(all, tool.text("name"), tool.text("description"))
		}
	}
	return all
}

// responsesTexts is what a request of Responses says. Only functions exist anywhere else.
func responsesTexts(body object) (all []string) {
	all = append(contentTexts(body["input"]), body.text("instructions"))
	for _, item := range body.each("input") {
		all = append(all, contentTexts(item["content"])...)
		switch item.text("type") {
		case "function_call":
			all = append(all, item.text("name"))
			all = append(all, leaves(parse(item.text("arguments")), nil)...)
		case "function_call_output":
			all = append(all, contentTexts(item["output"])...)
		}
	}
	chosen := body.at("tool_choice").text("name")
	for _, tool := range body.each("tools") {
		if tool.text("type") == "function" && (chosen == "" || chosen == tool.text("name")) {
			all = append(all, tool.text("name"), tool.text("description"))
		}
	}
	return all
}

// contentTexts are the texts of content: a string, or parts.
func contentTexts(content any) (all []string) {
	if text, ok := content.(string); ok {
		return []string{text}
	}
	for _, item := range list(content) {
		part, _ := item.(map[string]any)
		if text := object(part).text("text"); text != "" {
			all = append(all, text)
		}
	}
	return all
}
