package core

import (
	"causeway/core/event"
	"causeway/core/rewrite"
)

// ListExtra appends the extra called name, a list of the one element raw, a JSON value; nothing where raw is "". A stream
// says the elements of such a list one after another.
func ListExtra(dst []event.Event, name, raw string) []event.Event {
	if raw == "" {
		return dst
	}
	return append(dst, event.Event{Kind: event.Extra, Name: name, Raw: "[" + raw + "]"})
}

// JoinExtras makes one extra of those that ListExtra appended under name to dst[from:], and puts it at the end: a
// buffered reply says such a list at once.
func JoinExtras(dst []event.Event, from int, name string) []event.Event {
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
