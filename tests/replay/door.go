package replay

import (
	"causeway/core"
	"causeway/providers"
)

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

// reaches is the vendor, and the model, of which the door gets replies of r's wire. One that speaks both of OpenAI's wires
// would answer the door of Responses in Responses, and the others in chat completions: what it said on the other wire is
// then served as a vendor's that has nothing else.
func (d door) reaches(r *Recording, v *core.Vendor) (*core.Vendor, string) {
	isResponses := r.Endpoint == "responses"
	switch {
	case isResponses && d.endpoint != core.Responses:
		return providers.Lookup("openai"), "gpt-5-codex"
	case !isResponses && d.endpoint == core.Responses && speakerOf(r).speaksChat() && v.Service(core.Responses) != nil:
		for _, name := range providers.Names() {
			other := providers.Lookup(name)
			if s := other.Service(core.Chat); s != nil && s.Dialect == providers.Door(core.Chat).Dialect && other.Service(core.Responses) == nil {
				return other, r.Model
			}
		}
	}
	return v, r.Model
}

// isOf reports that r is on the wire of the door.
func (d door) isOf(r *Recording) bool {
	native := dialectOf(r)
	return native != nil && native.endpoint == d.endpoint
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
