package tests

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/config"
	"causeway/tests/conversation"

	"github.com/stretchr/testify/require"
)

// TestADryRunSaysWhatIsSent asks every conversation first what it would send, and compares with what it does send.
func TestADryRunSaysWhatIsSent(t *testing.T) {
	gateway := newGateway()
	compared := 0
	for _, f := range conversations(t) {
		sent := f.Expected().Requests
		if len(sent) == 0 || f.HasStore() {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			told := dryRun(t, gateway, f)
			if told == nil {
				return // what is remembered of its targets is asked for first
			}
			compared++
			if len(told.first) > 0 { // and then there is something in the request that is not there yet
				if len(sent) > len(told.first) { // they succeeded
					require.Contains(t, strings.Join(sent, "\n"), "\n"+told.Method+" "+told.URL+"\n")
				}
				return
			}
			want, err := conversation.ParseMessage(sent[0])
			require.NoError(t, err)
			require.Equal(t, want.First, told.Method+" "+told.URL)
			require.Equal(t, want.Body, told.body(t))
			require.Len(t, told.Headers, len(want.Header))
			for _, field := range want.Header {
				requireShown(t, field, told.Headers[field.Name])
			}
		})
	}
	require.Greater(t, compared, 100)
}

// requireShown compares a field that is sent with what a dry run tells of it.
func requireShown(t *testing.T, sent conversation.Field, told string) {
	if before, isMasked := strings.CutSuffix(told, "***"); isMasked {
		require.True(t, strings.HasPrefix(sent.Value, before))
		require.NotContains(t, told, strings.TrimPrefix(sent.Value, before))
		return
	}
	require.Equal(t, sent.Value, told, sent.Name)
	require.NotContains(t, sent.Name, "key")
	require.NotEqual(t, "authorization", sent.Name)
}

// toldRequest is what a dry run says would be sent first.
type toldRequest struct {
	Method, URL string
	Headers     map[string]string
	Body        json.RawMessage
	first       []string // what must be fetched before
}

// body is what would be sent: JSON as it is, anything else as a text.
func (r *toldRequest) body(t *testing.T) (text string) {
	if len(r.Body) == 0 || r.Body[0] != '"' {
		return string(r.Body)
	}
	require.NoError(t, json.Unmarshal(r.Body, &text))
	return text
}

// dryRun asks what f's call would do; nil when the machine wants to load something first.
func dryRun(t *testing.T, gateway *core.Gateway, f *conversation.File) *toldRequest {
	request, err := f.Request()
	require.NoError(t, err)
	call := request.Call()
	call.Header = append(call.Header, core.Field{Name: "x-causeway-dry-run", Value: "all"})
	x := gateway.Open(call, conversation.NowMs, f.Seed())
	reply := x.Next()
	if reply.Kind == core.Load {
		return nil
	}
	require.Equal(t, core.Write, reply.Kind)
	require.Equal(t, 200, reply.Status, reply.Body)
	require.Equal(t, core.Done, x.Next().Kind, "nobody is called")
	requireNoKey(t, f, reply.Body)
	var answer struct {
		Request toldRequest
		First   []string `json:"fetches_first"`
	}
	require.NoError(t, json.Unmarshal([]byte(reply.Body), &answer), reply.Body)
	answer.Request.first = answer.First
	return &answer.Request
}

// givenKey is how a config or a caller gives a provider's key.
var givenKey = regexp.MustCompile(`(?:"api_?[kK]ey": ?"|[bB]earer |x-api-key: |x-goog-api-key: )([^"\n]{5,})`)

// requireNoKey holds an explanation against every key in f, in its config or its request.
func requireNoKey(t *testing.T, f *conversation.File, explained string) {
	for _, section := range []string{"config.json", "request"} {
		text, _ := f.Section(section)
		for _, key := range givenKey.FindAllStringSubmatch(text, -1) {
			require.NotContains(t, explained, key[1])
		}
	}
}

func TestTheSchemaIsTheSameOnEveryHost(t *testing.T) {
	want := string(config.AppendSchema(nil)) + "\n"
	for _, host := range newHosts(t) {
		t.Run(host.name, func(t *testing.T) {
			status, schema := ask(t, host, "GET", "/schema/config.json", "")
			require.Equal(t, 200, status)
			require.Equal(t, want, schema)
		})
	}
}
