package event

// Piece appends what a piece of a block or a call says, unless it says nothing. contents are those of a JSON string.
func Piece(dst []Event, kind Kind, index int, contents string) []Event {
	if contents == "" {
		return dst
	}
	return append(dst, Event{Kind: kind, Index: index, Raw: contents})
}
