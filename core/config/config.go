// Package config reads the text of a gateway config, Portkey's JSON object, into a document that knows where everything
// stands, and says everything that is wrong with it at once, each with line and column.
//
// It knows the syntax and nothing behind it: which vendors exist, what a child inherits from its parent and what a
// guardrail does belong to the floors above. Parse is a function of its text alone.
//
//	text ──check──▶ valid JSON ──parser──▶ Node tree ──review──▶ Problems (sorted by offset, then given line and column)
//
// What members there are, of what kind and within what limits, stands in tables of fields. The parser reads by them, and
// AppendSchema writes them down as a JSON Schema.
//
// Keys may be spelled in snake_case or camelCase, except inside the objects that are somebody else's vocabulary and stay
// verbatim: override_params, default_params, hooks and guardrails, service account JSON, and a condition's query.
// A null value counts as an absent member.
//
// The config object is the one of Portkey's gateway 1.15.2 and of its documentation:
// https://portkey.ai/docs/api-reference/inference-api/config-object (read 2026-11-21). Causeway adds timeouts, price,
// strategy.hedge, and the modes lowest_latency and lowest_cost with strategy.explore and strategy.decay.
package config

import (
	"strings"
	"unicode/utf8"
)

// Node is one config object: the root or a target. Its strings alias the text that Parse was given, except those that
// needed unescaping. An empty string means absent.
type Node struct {
	Offset int    // byte offset of its '{' in the text
	Path   string // "config", "config.targets[0].targets[2]", as x-portkey-last-used-option-index says it
	Name   string // what a condition of the parent calls it

	Mode          Mode
	OnStatus      []int // strategy.on_status_codes, each 100..599; nil when absent, which is not the same as empty
	Conditions    []Condition
	Default       string  // strategy.default, a target's name
	DefaultTarget int     // its index in Targets, -1 when absent or unknown
	Explore       float64 // LowestLatency, LowestCost: the share of requests that go elsewhere to learn, 0..1
	DecayMs       int64   // LowestLatency: after how long a measurement counts half, at least 1
	Hedge         *Hedge  // Fallback
	Sticky        *Sticky // LoadBalance, LowestLatency, LowestCost
	Targets       []Node

	Weight    float64 // 0..1e12; 1 when absent
	HasWeight bool

	Provider   string
	APIKey     string
	VirtualKey string
	CustomHost string // an http or https URL without user name or password

	TimeoutMs      int64 // request_timeout; HeadersMs knows what overrules it
	HasTimeout     bool
	Timeouts       *Timeouts
	Retry          *Retry
	Cache          *Cache
	Breaker        *Breaker // cb_config, of the object or of its strategy
	Price          *Price
	Strict         *bool    // strict_open_ai_compliance
	InlineURLs     *bool    // inline_urls
	Passthrough    *bool    // the request says which provider this target is
	ForwardHeaders []string // header names as written; nil when absent

	Override string // override_params, raw JSON object
	Defaults string // default_params, raw JSON object
	Drop     []Path // drop_params; nil when absent
	Hooks    Hooks

	Options []Option // every other member, sorted by key
}

// Hooks are the guardrails and mutators of one object, each a raw JSON list.
type Hooks struct {
	Before, After                     string // before_request_hooks, after_request_hooks
	InputGuardrails, OutputGuardrails string
	InputMutators, OutputMutators     string
}

// Option is a member that a vendor, or a floor above, reads by name.
type Option struct {
	Key   string // snake_case, however it was spelled
	Value string // a string's plain text; anything else as raw JSON
}

// Option returns the value of the option called key (snake_case), "" when absent.
func (n *Node) Option(key string) string {
	for i := range n.Options {
		if n.Options[i].Key == key {
			return n.Options[i].Value
		}
	}
	return ""
}

// Parse reads a config and returns its document and its problems in text order, at most 100 fatal ones and 100 warnings.
//
// With a fatal problem the document is for showing, not for serving: the value in question was left out. The document is
// nil only when text is not a JSON object or nests deeper than 128 lists and objects; then there is exactly one problem.
// No problem ever quotes a key, a token, a host or an option.
func Parse(text string) (*Node, []Problem) {
	if at, why, ok := check(text); !ok {
		return nil, locate(text, []Problem{{Offset: at, Why: why, Fatal: true}})
	}
	begin := strings.IndexByte(text, '{')
	p := parser{cursor: cursor{text: text, at: begin}, path: append(make([]byte, 0, 64), root...)}
	n := new(Node)
	p.node(n)
	p.review(n, nil, heritage{})
	Sort(p.problems)
	return n, locate(text, p.problems)
}

// root is the path of the outermost object.
const root = "config"

// locate gives each problem its line and column, in one sweep. The problems must be sorted by offset.
func locate(text string, problems []Problem) []Problem {
	line, start, at := 1, 0, 0
	for i := range problems {
		p := &problems[i]
		for ; at < p.Offset; at++ {
			if text[at] == '\n' {
				line, start = line+1, at+1
			}
		}
		p.Line, p.Column = line, utf8.RuneCountInString(text[start:at])+1
	}
	return problems
}
