package core

import (
	"strings"

	"causeway/core/config"
)

// unserved is the fault of a config that asks for what no floor does yet and what must not be left out in silence: a
// check that somebody relies on. nil when n asks for none.
func unserved(n *config.Node) *Fault {
	for _, list := range [...]string{
		n.Hooks.Before, n.Hooks.After, n.Hooks.InputGuardrails, n.Hooks.OutputGuardrails, n.Hooks.InputMutators, n.Hooks.OutputMutators,
	} {
		if strings.Trim(list, "[] \t\r\n") != "" {
			return callerFault(400, "guardrails_not_served",
				n.Path+": guardrails and mutators are not served yet, and leaving them out would let everything pass")
		}
	}
	return nil
}

// unservedHeaders are the request headers that ask for the like.
var unservedHeaders = [...]string{"x-portkey-default-input-guardrails", "x-portkey-default-output-guardrails"}
