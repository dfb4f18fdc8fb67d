package replay

import "causeway/core"

// door is one of the ways in which clients ask for a conversation.
type door struct {
	name     string
	path     string
	endpoint core.Endpoint
	ask      string // a small request, but for model and stream, that begins with a comma
	client   func(h heard, stream bool) *client
	can      Ask
}

var doors = [...]door{
	{"chat", "/v1/chat/completions", core.Chat,
		`,"messages":[{"role":"user","content":"Hello"}],"stream_options":{"include_usage":true}`, chatClient, Ask{}},
	{"messages", "/v1/messages", core.Messages,
		`,"max_tokens":1000,"messages":[{"role":"user","content":"Hello"}]`, messagesClient, Ask{OneChoice: true, Joined: true}},
	{"responses", "/v1/responses", core.Responses, `,"input":"Hello"`, responsesClient, Ask{OneChoice: true}},
}

// call asks for model at the door.
func (d door) call(s Speaker, v *core.Vendor, model string, stream bool) core.Call {
	if model == "" {
		model = "model"
	}
	body := `{"model":` + encode(model) + d.ask
	if stream {
		body += `,"stream":true`
	}
	return s.call(v, "POST", d.path, body+"}")
}
