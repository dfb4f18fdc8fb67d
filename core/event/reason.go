package event

// Reason says why a choice ended, in the field's common words. Each dialect keeps a table between these and its own.
type Reason uint8

const (
	// NoReason: the provider has not said, or said something this table does not know.
	NoReason Reason = iota
	// Stop: the model had nothing more to say, or met a stop sequence.
	Stop
	// Length: the token limit of the request or of the model.
	Length
	// ToolCalls: the model waits for the results of its calls.
	ToolCalls
	// ContentFilter: the provider withheld the rest.
	ContentFilter
	// Refused: the model declined, in words of its own.
	Refused
	// Paused: a long turn that the caller may continue by sending it back (Anthropic's pause_turn).
	Paused
	// Malformed: the model broke the protocol, such as a tool call that does not parse.
	Malformed
)
