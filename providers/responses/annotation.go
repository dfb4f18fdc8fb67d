package responses

import (
	"causeway/core/event"
	"causeway/core/rewrite"
)

// Where chat and Responses differ in the same thing:
//
//	chat        {"type":"url_citation","url_citation":{"url","title","start_index","end_index"}}
//	Responses   {"type":"url_citation","url","title","start_index","end_index"}
//	chat        logprobs {"content":[…],"refusal":null}
//	Responses   logprobs […]
//
// https://platform.openai.com/docs/api-reference/chat/object (read 2026-11-21)
const urlCitation = "url_citation"

// appendAnnotations gives annotations in chat's words, those of other types as they are.
func appendAnnotations(dst []event.Event, list string) []event.Event {
	if isEmpty(list) {
		return dst
	}
	out := []byte{'['}
	for a := elements(list); a.Next(); {
		out = appendCitation(rewrite.Comma(out), a.Value)
	}
	if len(out) == 1 {
		return dst
	}
	return append(dst, event.Event{Kind: event.Extra, Name: annotations, Raw: string(append(out, ']'))})
}

func appendCitation(dst []byte, raw string) []byte {
	if text(raw, "type") != urlCitation || member(raw, urlCitation) != "" {
		return append(dst, raw...)
	}
	dst = append(dst, `{"type":"url_citation","url_citation":{`...)
	for m := members(raw); m.Next(); {
		if m.Key != "type" {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, `}}`...)
}

// flatten appends an annotation of chat's in this dialect's words.
func flatten(dst []byte, raw string) []byte {
	cited := member(raw, urlCitation)
	if text(raw, "type") != urlCitation || cited == "" {
		return rewrite.AppendMinified(dst, raw)
	}
	dst = append(dst, `{"type":"url_citation"`...)
	for m := members(cited); m.Next(); {
		dst = rewrite.AppendMinified(rewrite.Key(dst, m.Key), m.Value)
	}
	return append(dst, '}')
}

// appendLogprobs gives logprobs in chat's words.
func appendLogprobs(dst []event.Event, list string) []event.Event {
	if !isArray(list) || isEmpty(list) {
		return dst
	}
	return append(dst, event.Event{Kind: event.Extra, Name: logprobs, Raw: `{"content":` + list + `,"refusal":null}`})
}

// gather makes one extra of the lists called name among dst[from:], and puts it at the end: a whole response has one.
func gather(dst []event.Event, from int, name string) []event.Event {
	list := []byte{'['}
	kept := dst[:from]
	for _, e := range dst[from:] {
		if e.Kind != event.Extra || e.Name != name {
			kept = append(kept, e)
			continue
		}
		list = append(rewrite.Comma(list), e.Raw[1:len(e.Raw)-1]...)
	}
	if len(list) == 1 {
		return kept
	}
	return append(kept, event.Event{Kind: event.Extra, Name: name, Raw: string(append(list, ']'))})
}
