package core

import (
	"strings"

	"causeway/core/config"
)

// Unguarded is the member of a config object that asks for a check which no floor makes yet, "" when there is none. Such
// a config is refused: somebody relies on the check, and leaving it out would let everything pass.
func Unguarded(n *config.Node) (key string) {
	for _, hook := range [...]struct{ key, list string }{
		{"before_request_hooks", n.Hooks.Before}, {"after_request_hooks", n.Hooks.After},
		{"input_guardrails", n.Hooks.InputGuardrails}, {"output_guardrails", n.Hooks.OutputGuardrails},
		{"input_mutators", n.Hooks.InputMutators}, {"output_mutators", n.Hooks.OutputMutators},
	} {
		if !isEmptyList(hook.list) {
			return hook.key
		}
	}
	return ""
}

// NotGuarded is what is wrong with such a member.
const NotGuarded = "guardrails and mutators are not served yet, and leaving them out would let everything pass"

// guardHeaders are the request headers that ask for the like.
var guardHeaders = [...]string{"x-portkey-default-input-guardrails", "x-portkey-default-output-guardrails"}

func isEmptyList(raw string) bool { return strings.Trim(raw, "[] \t\r\n") == "" }
