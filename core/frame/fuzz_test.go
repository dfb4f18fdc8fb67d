package frame

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Any bytes, in any cut, give what they give whole, and the splitter comes to an end.
func FuzzSplit(f *testing.F) {
	for _, c := range allCases() {
		f.Add(uint8(c.kind), uint16(0), c.body, []byte{1, 2, 3})
		f.Add(uint8(c.kind), uint16(20), c.body, []byte{5})
	}
	f.Fuzz(func(t *testing.T, kind uint8, limit uint16, body string, cuts []byte) {
		k := Kind(kind%4) + SSE
		whole, wholeErr := split(k, int(limit), body)
		cut, cutErr := split(k, int(limit), inCuts(body, cuts)...)
		require.Equal(t, wholeErr, cutErr)
		require.Equal(t, whole, cut)
		require.LessOrEqual(t, len(whole), len(body)+1)
		for _, frame := range whole {
			require.LessOrEqual(t, len(frame.Name)+len(frame.Data), len(body))
		}
	})
}

// Whatever is appended comes back as it was, but for the line breaks that JSON does not need.
func FuzzAppend(f *testing.F) {
	f.Add("ping", `{"a":1}`, false)
	f.Add("throttlingException", "{\r\n}", true)
	f.Add("", "", false)
	f.Fuzz(func(t *testing.T, name, data string, exception bool) {
		name = name[:min(len(name), 32767)]
		message := Frame{Name: name, Data: data, Exception: exception}
		frames, err := split(EventStream, 0, string(AppendMessage(nil, message)))
		require.NoError(t, err)
		require.Equal(t, []Frame{message}, frames)

		event := Frame{Name: oneLine(name), Data: oneLine(data)}
		frames, err = split(SSE, 0, "\n"+string(AppendComment(AppendEvent(nil, event.Name, data), data)))
		require.NoError(t, err)
		if event == (Frame{}) {
			require.Empty(t, frames)
			return
		}
		require.Equal(t, []Frame{event}, frames)
	})
}

// inCuts cuts body into pieces of the given lengths, over and over.
func inCuts(body string, cuts []byte) []string {
	var pieces []string
	for i := 0; body != "" && len(cuts) > 0 && len(pieces) < 1<<12; i++ {
		n := min(int(cuts[i%len(cuts)]), len(body))
		pieces, body = append(pieces, body[:n]), body[n:]
	}
	return append(pieces, body)
}

func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }
