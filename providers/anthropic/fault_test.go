package anthropic

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"causeway/core"
)

func TestFault(t *testing.T) {
	long := strings.Repeat("é", 2000)
	for _, c := range []struct {
		name, body, kind, code, message string
	}{
		{"Anthropic", `{"type":"error","error":{"type":"overloaded_error","message":"Over\nloaded"},"request_id":"req_1"}`, "overloaded_error", "", "Over\nloaded"},
		{"Google, as a list", `[{"error":{"code":404,"message":"no such model","status":"NOT_FOUND"}}]`, "NOT_FOUND", "404", "no such model"},
		{"Azure", `{"error":{"code":"DeploymentNotFound","message":"nope"}}`, "", "DeploymentNotFound", "nope"},
		{"AWS", `{"message":"denied"}`, "", "", "denied"},
		{"AWS, older", `{"__type":"AccessDeniedException","Message":"denied"}`, "AccessDeniedException", "", "denied"},
		{"a proxy", `{"error":"boom"}`, "", "", "boom"},
		{"a list of details", `{"detail":[{"msg":"x"}]}`, "", "", `[{"msg":"x"}]`},
		{"an object of its own", `{"type":"thing","a":1}`, "", "", `{"type":"thing","a":1}`},
		{"plain text", " Not Found\n", "", "", "Not Found"},
		{"HTML", "<html><body>502</body></html>", "", "", "<html><body>502</body></html>"},
		{"too much", long, "", "", long[:core.MaxWords] + "…"},
		{"too much in JSON", `{"error":{"message":"x` + long + `"}}`, "", "", "x" + long[:core.MaxWords-2] + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := core.Fault{Status: 500, Message: "said nothing"}
			Messages.Fault(&f, c.body)
			require.Equal(t, core.Fault{Status: 500, Type: c.kind, Code: c.code, Message: c.message}, f)
		})
	}
}

func TestAFaultThatSaysNothingKeepsItsWords(t *testing.T) {
	for _, body := range []string{"", " \n"} {
		f := core.Fault{Type: "upstream_error", Message: "said nothing"}
		Messages.Fault(&f, body)
		require.Equal(t, core.Fault{Type: "upstream_error", Message: "said nothing"}, f)
	}
}

func FuzzFault(f *testing.F) {
	f.Add(`{"error":{"type":"a","message":"b"}}`)
	f.Add(`[[]]`)
	f.Fuzz(func(t *testing.T, body string) {
		fault := core.Fault{Message: "said nothing"}
		Messages.Fault(&fault, body)
		require.NotEmpty(t, fault.Message)
		require.LessOrEqual(t, len(fault.Message), core.MaxWords+len("…"))
		if utf8.ValidString(body) {
			require.True(t, utf8.ValidString(fault.Message))
		}
	})
}
