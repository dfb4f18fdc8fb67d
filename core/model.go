package core

import "causeway/core/config"

// Model is what is known of a vendor's model, from a table of published facts: see Gateway.Model.
type Model struct {
	Name          string // as the table has it, which need not be as it was asked for
	Mode          Mode
	ContextTokens int64 // that it takes, its answer included or not as the vendor counts; 0: unknown
	Can           Ability
	IsRated       bool // Can is known: what is not in it, the model is not known to do
	IsPriced      bool // Price is known
	Price         config.Price
	LongTokens    int64        // a prompt of more tokens is priced by Long; 0: there is no such price
	Long          config.Price // of the whole request
}

// Mode is what a model is for.
type Mode byte

const (
	ModeChat          Mode = 'c'
	ModeCompletion    Mode = 'p'
	ModeEmbedding     Mode = 'e'
	ModeImage         Mode = 'i'
	ModeRerank        Mode = 'r'
	ModeModeration    Mode = 'm'
	ModeTranscription Mode = 't'
	ModeSpeech        Mode = 's'
)

// Ability is a set of what a model can do.
type Ability uint16

const (
	CanTools Ability = 1 << iota
	CanParallelTools
	CanSee    // images
	CanRead   // PDF files
	CanHear   // audio in
	CanSpeak  // audio out
	CanSchema // answers that follow a JSON schema
	CanReason
	CanCache     // prompts
	CannotStream // its answers come whole
)

// model is what is known of a vendor's model, where the gateway has a table.
func (g *Gateway) model(vendor, name string) (Model, bool) {
	if g.Model == nil || name == "" {
		return Model{}, false
	}
	return g.Model(vendor, name)
}
