package replay

import (
	"fmt"

	"causeway/core"
	"causeway/tests/conversation"
	"causeway/worker/drive"
)

// breaks ends r's stream too early, in the middle of what it says, cleanly and with its connection: no client may take the
// rest for the whole.
func (b *Bench) breaks(r *Recording, s Speaker, v *core.Vendor, d door) (problems []string) {
	body := r.Response.Body
	to, model := d.reaches(r, v)
	for _, share := range [...]int{35, 85} {
		at := len(body) * share / 100
		early := *r
		early.Response.Body = body[:at]
		if want := s.Wire.Read(&early); want.Failure != cut {
			continue // all was said, or it had failed before
		}
		for _, resets := range [...]bool{false, true} {
			t := b.lose(&early, d.call(s, to, model, true), resets)
			if !knows(t, &early, d) {
				problems = append(problems, fmt.Sprintf("%s: the stream broke after %d of %d bytes (reset %t), and the client takes it for whole: … %s",
					d.name, at, len(body), resets, excerpt(tail(t.body))))
			}
		}
	}
	return problems
}

// lose serves r and then ends the connection, cleanly or not.
func (b *Bench) lose(r *Recording, c core.Call, resets bool) *trip {
	whole := conversation.Cut{Next: func(text string) int { return len(text) }}
	t := &trip{}
	w := &world{trip: t, reply: heard{status: r.Response.Status, kind: r.kind(), body: r.Response.Body}, prelude: prelude(r),
		theirs: r.Response.Headers, cut: whole, resets: resets}
	return b.run(w, c)
}

// knows reports that the client of t cannot take what it got for a whole reply. One that was translated says so.
func knows(t *trip, r *Recording, d door) bool {
	if t.panic != nil {
		return false
	}
	if t.ending == drive.Broken || t.status >= 400 {
		return true
	}
	said := d.client(t.heard, true).said
	return !said.Ended && (said.Failure != "" || t.body == r.Response.Body)
}

func tail(text string) string { return text[max(0, len(text)-150):] }
