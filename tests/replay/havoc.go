package replay

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"causeway/core"
)

// Havoc is chance at work on valid JSON: values change their type, members are lost, doubled and moved.
type Havoc struct{ *rand.Rand }

// NewHavoc is the same for the same seed.
func NewHavoc(seed uint64) Havoc { return Havoc{rand.New(rand.NewPCG(seed, seed))} }

// Withstands has a client of each door hear r spoilt, and one other provider asked for what was asked in r, spoilt: nothing
// may panic, and whoever hears or is asked must be able to read it.
func (b *Bench) Withstands(r *Recording, h Havoc) (problems []string) {
	s := speakerOf(r)
	v := s.vendor()
	if v == nil {
		return nil
	}
	if s.Wire != nil && isOfConversation(r) {
		for _, d := range doors {
			problems = append(problems, b.hearsSpoilt(r, s, v, d, h)...)
		}
	}
	if d := dialectOf(r); d != nil && d.texts != nil && r.Asked() != "" {
		problems = append(problems, b.asksSpoilt(r, d, h)...)
	}
	return problems
}

func isOfConversation(r *Recording) bool {
	switch r.Endpoint {
	case "chat", "messages", "responses", "generate_content", "converse", "invoke":
		return !isOfPictures(r) && placeOf(r) == nil
	}
	return false
}

func (b *Bench) hearsSpoilt(r *Recording, s Speaker, v *core.Vendor, d door, h Havoc) []string {
	spoilt := *r
	spoilt.Response.Body = variant{json: func(v any) any {
		if r.Stream && h.IntN(8) > 0 { // most of a stream is well
			return v
		}
		return h.spoil(v)
	}}.of(r)
	to, model := d.reaches(r, v)
	t := b.serve(&spoilt, d.call(s, to, model, r.Stream), b.Cuts[h.IntN(len(b.Cuts))])
	why := t.ill()
	if why == "" && !d.isOf(r) { // what travels untouched is the provider's own
		why = t.illegible()
	}
	if why == "" {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s, of %s", d.name, why, spoilt.Response.Body)}
}

func (b *Bench) asksSpoilt(r *Recording, d *dialect, h Havoc) []string {
	body := encode(h.spoil(parse(whole(r))))
	to := abroad()[h.IntN(len(abroad()))]
	t := b.send(speakerOf(r).call(to, "POST", d.path, body), heard{status: 503, kind: "application/json", body: "{}"}, "", nil, b.Cuts[0])
	why := t.ill()
	for _, sent := range t.sent {
		if why == "" && sent.Method == "POST" && !isTokenRequest(sent.URL) && !json.Valid([]byte(sent.Body)) {
			why = "what is sent is not JSON: " + excerpt(sent.Body)
		}
	}
	if why == "" {
		why = t.illegible()
	}
	if why == "" {
		return nil
	}
	return []string{fmt.Sprintf("asked of %s at %s: %s, of %s", to.Name, d.path, why, body)}
}

// illegible is why a client could not read what came, "" when he can.
func (t *trip) illegible() string {
	if t.status < 200 || t.status > 599 {
		return fmt.Sprintf("status %d", t.status)
	}
	if !strings.HasPrefix(t.kind, "text/event-stream") {
		if !json.Valid([]byte(t.body)) {
			return "what comes is not JSON: " + excerpt(t.body)
		}
		return ""
	}
	c := newClient()
	c.serverEvents(t.body, func(_, data string) {
		c.must(data == "[DONE]" || json.Valid([]byte(data)), "an event is not JSON: %.160q", data)
	})
	return strings.Join(c.problems, "; ")
}

// spoil changes v in one place or in a few.
func (h Havoc) spoil(v any) any {
	for range 1 + h.IntN(3) {
		v = h.change(v)
	}
	return v
}

// change goes down into v for a while and changes what it finds there.
func (h Havoc) change(v any) any {
	switch v := v.(type) {
	case map[string]any:
		keys := sortedKeys(v)
		if len(keys) == 0 || h.IntN(6) == 0 {
			break
		}
		key, other := keys[h.IntN(len(keys))], keys[h.IntN(len(keys))]
		switch h.IntN(10) {
		case 0:
			delete(v, key)
		case 1:
			v[key], v[other] = v[other], v[key]
		case 2:
			v[key+"\"\n"] = v[key]
		default:
			v[key] = h.change(v[key])
		}
		return v
	case []any:
		if len(v) == 0 || h.IntN(6) == 0 {
			break
		}
		at := h.IntN(len(v))
		switch h.IntN(8) {
		case 0:
			return slices.Delete(v, at, at+1)
		case 1:
			return append(v, parse(encode(v[at])))
		}
		v[at] = h.change(v[at])
		return v
	}
	return h.odd(v)
}

// odd is a value that nobody expects in the place of v.
func (h Havoc) odd(v any) any {
	odd := [...]any{
		nil, true, false, 0, -1, 1.5, 1e300, 1 << 60, "", "\x00\"\\\u2028", "-1", "null", "data: x\n\n", "[DONE]", strings.Repeat("ä", 300),
		[]any{}, []any{nil}, []any{v}, map[string]any{}, map[string]any{"": v}, map[string]any{"type": v, "text": []any{v}}, encode(v),
	}
	return odd[h.IntN(len(odd))]
}

func sortedKeys(o map[string]any) (keys []string) {
	for key := range o {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
