package replay

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/providers"
)

// abroad are a vendor of each dialect that conversations are translated to: they must be able to take whatever a door takes.
var abroad = sync.OnceValue(func() (all []*core.Vendor) {
	seen := map[*core.Dialect]bool{}
	for _, name := range providers.Names() {
		v := providers.Lookup(name)
		if s := v.Service(core.Chat); s != nil && v.Script == nil && !seen[s.Dialect] {
			seen[s.Dialect] = true
			all = append(all, v)
		}
	}
	return all
})

// asks has a client ask what was asked in r, through the door of its dialect: the same provider gets it as it was, and
// every other gets all of it that it can take.
func (b *Bench) asks(r *Recording, v *core.Vendor) (problems []string) {
	d := dialectOf(r)
	if d == nil || r.Asked() == "" || r.IsFailure() {
		return nil
	}
	for _, p := range b.ask(r, v, d) {
		problems = append(problems, "asked of "+v.Name+" at "+d.path+": "+p)
	}
	if d.texts == nil {
		return problems
	}
	for _, other := range abroad() {
		if other == v {
			continue
		}
		for _, p := range b.ask(r, other, d) {
			problems = append(problems, "asked of "+other.Name+" at "+d.path+": "+p)
		}
	}
	return problems
}

// dialect is what a request may be written in: where that enters the gateway, and what it says.
type dialect struct {
	path     string
	endpoint core.Endpoint
	texts    func(body object) []string // what a translation must carry; nil: it is never translated
}

func dialectOf(r *Recording) *dialect {
	isChat := speakerOf(r).speaksChat()
	switch {
	case r.Endpoint == "chat" && isChat:
		return &dialect{"/v1/chat/completions", core.Chat, chatTexts}
	case r.Endpoint == "messages":
		return &dialect{"/v1/messages", core.Messages, messagesTexts}
	case r.Endpoint == "responses":
		return &dialect{"/v1/responses", core.Responses, responsesTexts}
	case r.Endpoint == "completions" && isChat && strings.HasSuffix(r.Path(), "/completions") && r.Provider != "portkey":
		return &dialect{"/v1/completions", core.Completions, nil}
	case r.Endpoint == "embeddings" && isChat && strings.HasSuffix(r.Path(), "/embeddings"):
		return &dialect{"/v1/embeddings", core.Embeddings, nil}
	}
	return nil
}

func (b *Bench) ask(r *Recording, v *core.Vendor, d *dialect) []string {
	if !v.Serves(d.endpoint) {
		return nil // its replies say so
	}
	body := whole(r)
	c := speakerOf(r).call(v, "POST", d.path, body)
	t := b.send(c, heard{status: 503, kind: "application/json", body: `{"error":{"message":"closed"}}`}, "", nil, b.Cuts[0])
	if why := t.ill(); why != "" {
		return []string{why}
	}
	if len(t.sent) == 0 || t.last().Method == "GET" { // a picture, for a provider that takes no URLs; there is none
		return refusal(t)
	}
	sent := t.last()
	if !json.Valid([]byte(sent.Body)) {
		return []string{"what is sent is not JSON: " + excerpt(sent.Body)}
	}
	switch s := native(v, d); {
	case s != nil:
		return unchanged(s, body, sent)
	case v == speakerOf(r).vendor() && d.endpoint == core.Messages: // Anthropic's wire at somebody else's address
		return alike(body, sent.Body)
	case d.texts == nil:
		return nil
	}
	return append(carried(d.texts(parseObject(body)), sent.Body, t), kept(parseObject(body), sent.Body, t)...)
}

// whole is what was asked in r with what its URL said: the model, and that the reply is streamed.
func whole(r *Recording) string {
	body := r.Asked()
	asked := members(body)
	if asked["stream"] == "" && r.Stream {
		body = `{"stream":true,` + body[1:]
	}
	if asked["model"] == "" && r.Model != "" {
		body = `{"model":` + encode(r.Model) + "," + body[1:]
	}
	return body
}

// refusal is what is wrong with a request that nobody was sent: nothing when the caller is told why.
func refusal(t *trip) []string {
	o := parseObject(t.body)
	message := o.at("error").text("message")
	if t.status >= 400 && len(message) > 20 {
		return nil
	}
	return []string{fmt.Sprintf("it was not sent, and the client reads %d %s", t.status, excerpt(t.body))}
}

// native is v's service for d when that speaks the door's dialect itself.
func native(v *core.Vendor, d *dialect) *core.Service {
	s := v.Service(d.endpoint)
	if s == nil && d.endpoint == core.Messages {
		s = v.Service(core.Chat)
	}
	if s == nil || providers.Door(d.endpoint).Dialect != s.Dialect {
		return nil
	}
	return s
}

// unchanged holds the body that a provider of the same dialect gets against the one that was asked: but for the members
// that its row edits, byte by byte.
func unchanged(s *core.Service, body string, sent core.Action) (problems []string) {
	edited := func(key string) bool {
		return slices.ContainsFunc(s.Edits, func(e rewrite.Edit) bool { return e.Key == key || e.Raw == key })
	}
	asked, got := members(body), members(sent.Body)
	for key := range asked {
		if got[key] != asked[key] && !edited(key) {
			problems = append(problems, fmt.Sprintf("%s: want %s, got %s", key, excerpt(asked[key]), excerpt(got[key])))
		}
	}
	for key := range got {
		if asked[key] == "" && !edited(key) {
			problems = append(problems, fmt.Sprintf("%s was added: %s", key, excerpt(got[key])))
		}
	}
	return append(problems, addressed(s, sent)...)
}

// alike holds the members of a request of Anthropic's wire against those that another host of it gets. The model and the
// stream stand in the URL there, and the versions in the body.
func alike(body, sent string) (problems []string) {
	asked, got := members(body), members(sent)
	for _, key := range [...]string{"model", "stream", "anthropic_version", "anthropic_beta"} {
		delete(asked, key)
		delete(got, key)
	}
	for key := range asked {
		if canonical(asked[key]) != canonical(got[key]) {
			problems = append(problems, fmt.Sprintf("%s: want %s, got %s", key, excerpt(asked[key]), excerpt(got[key])))
		}
	}
	for key := range got {
		if asked[key] == "" {
			problems = append(problems, fmt.Sprintf("%s was added: %s", key, excerpt(got[key])))
		}
	}
	return problems
}

// signature is the beginning of what proves that somebody has AWS's keys.
const signature = "AWS4-HMAC-SHA256 Credential=AKIDREPLAY/"

// addressed checks where a request goes and that it carries the key.
func addressed(s *core.Service, sent core.Action) (problems []string) {
	path := s.Path[strings.LastIndexByte(s.Path, '/'):]
	path, _, _ = strings.Cut(path, "?")
	if !strings.Contains(sent.URL, path) && !strings.Contains(path, "{") {
		problems = append(problems, "it went to "+sent.URL)
	}
	for _, f := range sent.Header {
		if strings.Contains(f.Value, Key) || strings.HasPrefix(f.Value, signature) {
			return problems
		}
	}
	return append(problems, "it went without the key")
}

// members are the members of a JSON object as they stand.
func members(body string) map[string]string {
	var m map[string]json.RawMessage
	_ = json.Unmarshal([]byte(body), &m)
	all := make(map[string]string, len(m))
	for key, raw := range m {
		all[key] = string(raw)
	}
	return all
}

// carried checks that every text arrives somewhere in what is sent, or that the client is told which was left out.
func carried(texts []string, sent string, t *trip) (problems []string) {
	everything := everything(sent)
	dropped := t.header.Get("x-causeway-dropped-params")
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if !strings.Contains(everything, text) && !strings.Contains(everything, canonical(text)) && !isNamed(dropped) {
			problems = append(problems, "lost, and not named as dropped: "+excerpt(text))
		}
	}
	return problems
}

// isNamed reports that something of the conversation or of its tools was dropped, and said to be.
func isNamed(dropped string) bool {
	for name := range strings.SplitSeq(dropped, ",") {
		for _, part := range [...]string{"messages", "tools", "input", "system"} {
			if strings.HasPrefix(name, part) {
				return true
			}
		}
	}
	return false
}

// everything is what a body says: its texts, and the JSON in it in one spelling.
func everything(body string) string {
	all := leaves(parse(body), nil)
	for _, text := range all {
		if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
			all = append(all, canonical(text))
		}
	}
	return strings.Join(append(all, canonical(body)), "\x00")
}

// leaves are the strings in v, those within JSON text in strings too.
func leaves(v any, all []string) []string {
	switch v := v.(type) {
	case string:
		all = append(all, v)
		if strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[") {
			all = leaves(parse(v), all)
		}
	case []any:
		for _, item := range v {
			all = leaves(item, all)
		}
	case map[string]any:
		for _, item := range v {
			all = leaves(item, all)
		}
	}
	return all
}

func parseObject(text string) object {
	o, _ := parse(text).(map[string]any)
	return o
}
