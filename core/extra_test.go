package core

import (
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core/event"
)

func TestListedExtrasBecomeOne(t *testing.T) {
	said := []event.Event{{Kind: event.Extra, Name: "citations", Raw: "[0]"}}
	said = ListExtra(said, "citations", `{"a":1}`)
	said = append(said, event.Event{Kind: event.Text, Raw: "x"})
	said = ListExtra(said, "citations", "")
	said = ListExtra(said, "citations", `2`)
	require.Equal(t, []event.Event{
		{Kind: event.Extra, Name: "citations", Raw: "[0]"}, // before from
		{Kind: event.Text, Raw: "x"},
		{Kind: event.Extra, Name: "citations", Raw: `[{"a":1},2]`},
	}, JoinExtras(said, 1, "citations"))
	require.Len(t, JoinExtras(said[:1], 1, "citations"), 1)
}
