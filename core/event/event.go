// Package event is the vocabulary in the middle: what a reply says, whatever wire it came on.
//
// A dialect's reader turns its wire into events and a door's writer turns events into its wire, so that N readers and
// M writers serve N×M pairs. Text is moved, never decoded: Raw, ID and Name hold the contents of a JSON string as they
// stood on the wire, escapes included and quotes not, ready to be put between quotes again. Every string of an event
// may alias the bytes it was read from and is good until the reader is given its next frame.
//
// A reply is a sequence
//
//	Start (Text | Refusal | Thinking | Signature | Redacted | ToolCall | ToolArgs | Media | Extra)* Finish? Usage?
//
// per choice, the choices interleaved at will. Start comes once; a reader that learns the id late sends it late. Usage
// may come more than once, before or after Finish, and the last one holds. Error may come at any time and ends the
// reply. A buffered reply is the same sequence, with each Text, Thinking and ToolArgs whole.
package event

// Kind says which fields of an Event mean something.
type Kind uint8

const (
	// Start opens the reply. ID and Name: the provider's reply id and model, either may be empty.
	Start Kind = iota + 1
	// Text is a piece of the answer. Choice, Raw.
	Text
	// Refusal is a piece of a refusal that the provider keeps apart from the answer. Choice, Raw.
	Refusal
	// Thinking is a piece of reasoning that may be shown. Choice, Index of the block, Raw.
	Thinking
	// Signature proves a block to its provider on the next turn and is opaque. Choice, Index of the block, Raw.
	// After Thinking it signs that thinking block; after ToolCall it signs that call.
	Signature
	// Redacted is a whole block of reasoning that only its provider can read. Choice, Index of the block, Raw.
	Redacted
	// ToolCall opens a call. Choice, Index of the call among the choice's calls (0, 1, 2 …), ID and Name of the tool.
	// ID is empty when the provider gives none; the writer then makes one.
	ToolCall
	// ToolArgs is a piece of a call's arguments: JSON text as the contents of a JSON string. Choice, Index, Raw.
	ToolArgs
	// Media is a whole image or sound that the model made. Choice, Name: its MIME type, Raw: base64 or an https URL.
	Media
	// Extra is a member that the hub has no place for. Choice, Name: the key, Raw: any JSON value (not string contents).
	Extra
	// Finish ends a choice. Choice, Reason, Raw: the provider's own word.
	Finish
	// UsageCount carries Usage.
	UsageCount
	// Error ends the reply as failed. Raw: the provider's message, Name: its type, ID: its code (each may be empty),
	// Status: the HTTP status it amounts to (529 for overloaded, 0 when the provider does not say).
	Error
)

// Event is one thing a reply says. The zero fields of a kind that does not use them stay zero.
type Event struct {
	Kind   Kind
	Reason Reason
	Choice int
	Index  int
	Status int
	Raw    string
	ID     string
	Name   string
	Usage  Usage
}
