package gemini

import (
	"causeway/core/event"
	"causeway/core/rewrite"
)

// candidate is what a reader remembers of one candidate.
type candidate struct {
	index      int
	calls      int  // opened so far
	inCall     bool // the last thing said is a call
	blocks     int  // of reasoning, opened so far
	isOpen     bool // the last block takes more
	isSigned   bool // the last block has its signature
	isFinished bool
	ran        []byte // elements of server_parts, of the response being read
}

// candidate reads a part of a candidate.
func (r *reader) candidate(dst []event.Event, raw string) []event.Event {
	var content, finish string
	index := int64(0)
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "content":
			content = it.Value
		case "finishReason":
			finish = wordOf(it.Value)
		case "index":
			index = number(it.Value)
		}
	}
	if index >= maxCandidates {
		return r.fail(dst, broken("a candidate of the provider's reply has an index that is too large"))
	}
	c := r.at(int(index))
	for it := rewrite.Over(rewrite.Member(content, "parts")); it.Next(); {
		dst = c.part(dst, it.Value)
	}
	if len(c.ran) > 0 {
		dst = append(dst, c.extra(serverParts, "["+string(c.ran)+"]"))
		c.ran = nil
	}
	dst = c.extras(dst, raw)
	return c.finish(dst, finish)
}

// wordOf is a finish reason, also of a service that was asked for enums as numbers.
func wordOf(raw string) string {
	if isString(raw) {
		return rewrite.Contents(raw)
	}
	return present(raw)
}

// at is the candidate of that index, which begins if it is new.
func (r *reader) at(index int) *candidate {
	for i := range r.candidates {
		if r.candidates[i].index == index {
			return &r.candidates[i]
		}
	}
	r.candidates = append(r.candidates, candidate{index: index})
	return &r.candidates[len(r.candidates)-1]
}

// extras passes on what Google says beside the content: groundingMetadata, citationMetadata, safetyRatings,
// urlContextMetadata and what else may come. The probabilities of the tokens have a place in the hub and take its shape.
func (c *candidate) extras(dst []event.Event, raw string) []event.Event {
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "content", "finishReason", "index":
		case "logprobsResult":
			dst = append(dst, c.extra("logprobs", string(appendLogprobs(nil, it.Value))))
		default:
			dst = append(dst, c.extra(it.Key, it.Value))
		}
	}
	return dst
}

// extra is the event of a member that is passed on under its key. Google's keys are identifiers; one that would have to
// be escaped is copied.
func (c *candidate) extra(key, raw string) event.Event {
	var room [64]byte
	if escaped := rewrite.AppendEscaped(room[:0], key); string(escaped) != key {
		key = string(escaped)
	}
	return event.Event{Kind: event.Extra, Choice: c.index, Name: key, Raw: raw}
}

// finish ends the candidate, once. Google says STOP for a turn of calls too.
func (c *candidate) finish(dst []event.Event, word string) []event.Event {
	if word == "" || word == "FINISH_REASON_UNSPECIFIED" || c.isFinished {
		return dst
	}
	c.isFinished = true
	reason := reasonOf(word)
	if reason == event.Stop && c.calls > 0 {
		reason = event.ToolCalls
	}
	return append(dst, event.Event{Kind: event.Finish, Choice: c.index, Reason: reason, Raw: word})
}

// serverParts is the member of a message that holds parts of a kind of Google's own, whole and in order: what its servers
// ran, looked up and found. A client that gives it back on the next turn gives them back to Google.
const serverParts = "server_parts"

// part reads one part. A signature follows what it stands beside.
func (c *candidate) part(dst []event.Event, raw string) []event.Event {
	var said, call, media, signature string
	isThought, isOther := false, false
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "text":
			said = rewrite.Contents(it.Value)
		case "thought":
			isThought = it.Value == "true"
		case "thoughtSignature":
			signature = it.Value
		case "functionCall":
			call = it.Value
		case "inlineData", "fileData":
			media = it.Value
		default:
			isOther = true
		}
	}
	if isOther && said == "" && call == "" && media == "" {
		c.isOpen, c.inCall = false, false
		c.ran = append(rewrite.Comma(c.ran), raw...)
		return dst
	}
	switch {
	case rewrite.Member(call, "name") != "":
		return c.call(dst, call, signature)
	case isThought:
		dst = c.think(dst, said)
	case said != "":
		c.isOpen, c.inCall = false, false
		dst = append(dst, event.Event{Kind: event.Text, Choice: c.index, Raw: said})
	}
	dst = c.media(dst, media)
	if isOther {
		dst = c.others(dst, raw)
	}
	return c.sign(dst, signature)
}

// think passes on a piece of reasoning. Pieces that follow each other are one block.
func (c *candidate) think(dst []event.Event, said string) []event.Event {
	if said == "" {
		return dst
	}
	c.inCall = false
	if !c.isOpen {
		c.blocks++
		c.isOpen, c.isSigned = true, false
	}
	return append(dst, event.Event{Kind: event.Thinking, Choice: c.index, Index: c.blocks - 1, Raw: said})
}

// sign passes on a signature that stands beside anything but a call. It proves the block of reasoning before it; when
// there is none, or it is proved already, the signature is a block of its own. Right behind a call it would be taken for
// the call's.
func (c *candidate) sign(dst []event.Event, raw string) []event.Event {
	signature := rewrite.Contents(raw)
	if signature == "" {
		return dst
	}
	if c.inCall {
		return append(dst, c.extra("thoughtSignature", raw))
	}
	if c.blocks == 0 || c.isSigned {
		c.blocks++
	}
	c.isOpen, c.isSigned = false, true
	return append(dst, event.Event{Kind: event.Signature, Choice: c.index, Index: c.blocks - 1, Raw: signature})
}

// call passes on a call, which comes whole. Few have an id. Calls are counted over the whole stream.
func (c *candidate) call(dst []event.Event, raw, signature string) []event.Event {
	e := event.Event{Kind: event.ToolCall, Choice: c.index, Index: c.calls}
	e.ID = rewrite.Contents(rewrite.Member(raw, "id"))
	e.Name = rewrite.Contents(rewrite.Member(raw, "name"))
	dst = append(dst, e)
	if s := rewrite.Contents(signature); s != "" {
		dst = append(dst, event.Event{Kind: event.Signature, Choice: c.index, Index: c.calls, Raw: s})
	}
	args := present(rewrite.Member(raw, "args"))
	if args == "" {
		args = "{}"
	}
	dst = append(dst, event.Event{Kind: event.ToolArgs, Choice: c.index, Index: c.calls, Raw: escapedJSON(args)})
	c.calls++
	c.isOpen, c.inCall = false, true
	return dst
}

// escapedJSON is a JSON value, minified, as the contents of a JSON string.
func escapedJSON(raw string) string {
	plain := rewrite.AppendMinified(make([]byte, 0, len(raw)), raw)
	return string(rewrite.AppendEscaped(make([]byte, 0, len(plain)+len(plain)/4), string(plain)))
}

// media passes on an image or a sound, by its bytes or where it lies.
func (c *candidate) media(dst []event.Event, raw string) []event.Event {
	data := rewrite.Contents(rewrite.Member(raw, "data"))
	if data == "" {
		data = rewrite.Contents(rewrite.Member(raw, "fileUri"))
	}
	if data == "" {
		return dst
	}
	c.isOpen, c.inCall = false, false
	mime := rewrite.Contents(rewrite.Member(raw, "mimeType"))
	return append(dst, event.Event{Kind: event.Media, Choice: c.index, Name: mime, Raw: data})
}

// others passes on what is said of a part beside it: videoMetadata and the like.
func (c *candidate) others(dst []event.Event, raw string) []event.Event {
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "text", "thought", "thoughtSignature", "functionCall", "inlineData", "fileData":
		default:
			dst = append(dst, c.extra(it.Key, it.Value))
		}
	}
	return dst
}
