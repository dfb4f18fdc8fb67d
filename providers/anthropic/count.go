package anthropic

import (
	"causeway/core"
	"causeway/core/frame"
)

// Count is POST /v1/messages/count_tokens: the members of a Messages request, and the answer {"input_tokens":1}.
//
// https://platform.claude.com/docs/en/api/messages-count-tokens (read 2026-11-25)
var Count = &core.Dialect{Name: "anthropic-count-tokens", Framing: frame.SSE, Fault: readFault}

// CountDoor is for clients that ask how many tokens a prompt has.
var CountDoor = &core.Door{
	Dialect: Count, Hub: hub, Headers: []string{"anthropic-beta", "anthropic-version"}, Fault: appendFault, Broken: appendBroken,
}
