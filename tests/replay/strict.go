package replay

import (
	"slices"

	"causeway/core"
)

// schema are the members that OpenAI's own message and delta have; images are where a strict reply has them: see
// providers/openai.
var schema = []string{"annotations", "audio", "content", "function_call", "images", "refusal", "role", "tool_calls"}

// strictly serves r to a client of the chat door who wants nothing outside the schema: the same reply without its thoughts.
func (b *Bench) strictly(r *Recording, s Speaker, v *core.Vendor, d door, stream bool) (problems []string) {
	to, model := d.reaches(r, v)
	c := d.call(s, to, model, stream)
	c.Header = c.Header.Set("x-portkey-strict-open-ai-compliance", "true")
	t := b.serve(r, c, b.Cuts[0])
	if why := t.ill(); why != "" {
		return []string{"strictly: " + why}
	}
	want := s.Wire.Read(r)
	for _, choice := range want.Choices {
		choice.Thinking, choice.Media, choice.Cited = "", 0, false
	}
	got := d.client(t.heard, stream)
	for _, choice := range got.said.Choices {
		choice.Media = 0
	}
	for _, m := range messages(t.body, stream) {
		for key := range m {
			got.must(slices.Contains(schema, key), "%s is no member of OpenAI's", key)
		}
	}
	for _, p := range append(got.problems, d.compare(want, got, t)...) {
		problems = append(problems, "strictly: "+p)
	}
	return problems
}

// messages are the messages, or the deltas, in a reply.
func messages(body string, stream bool) (all []object) {
	bodies := []object{parseObject(body)}
	if stream {
		bodies = eventFrames(body)
	}
	for _, o := range bodies {
		for _, choice := range o.each("choices") {
			all = append(all, choice.at("message"), choice.at("delta"))
		}
	}
	return all
}
