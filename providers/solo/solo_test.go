package solo

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

func TestRekaRequests(t *testing.T) {
	write := func(hub string) (string, *core.Request, *core.Fault) {
		r := &core.Request{Model: "reka-flash", Body: hub}
		got, fault := appendReka(nil, r)
		return string(got), r, fault
	}
	got, r, fault := write(`{"messages":[
		{"role":"developer","content":"s"},
		{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://h/a"}},{"type":"text","text":"what?"}]},
		{"role":"assistant","content":null,"reasoning_content":"hm","refusal":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
		{"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"x"}]}],
		"tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"tool_choice":"required","stop":"a","max_completion_tokens":5,"n":1,"seed":3}`)
	require.Nil(t, fault)
	require.Equal(t, `{"model":"reka-flash","stream":false,"messages":[{"role":"system","content":"s"},`+
		`{"role":"user","content":[{"type":"image_url","image_url":"https://h/a"},{"type":"text","text":"what?"}]},`+
		`{"role":"assistant","content":"","tool_calls":[{"id":"1","name":"f","parameters":{"a":1}}]},`+
		`{"role":"tool_output","content":[{"tool_call_id":"1","output":"x"}]}],"max_tokens":5,"seed":3,"stop":["a"],`+
		`"tools":[{"name":"f","parameters":{}}],"tool_choice":"tool"}`, got)
	require.Equal(t, []string{"messages[2].reasoning_content", "n"}, r.Dropped())
	_, r, _ = write(`{"messages":[{"role":"user","content":"x"}],"tools":[],"tool_choice":{"type":"function"}}`)
	require.Equal(t, []string{"tool_choice"}, r.Dropped())
	for _, hub := range []string{
		`{}`, `{"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}`,
		`{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{"}}]}]}`,
		`{"messages":[{"role":"tool","content":[{"type":"image_url"}]}]}`,
	} {
		_, _, fault = write(hub)
		require.NotNil(t, fault, hub)
	}
}

func TestRekaReplies(t *testing.T) {
	piece := func(text, finish string) string {
		return `data: {"id":"r","model":"reka-flash","responses":[{"chunk":{"content":"` + text + `","role":"assistant"},"finish_reason":` + finish + `}],"usage":{"input_tokens":3,"output_tokens":2}}` + "\n\n"
	}
	for body, want := range map[string]string{
		piece("Hel", "null") + piece("Hello", "null") + piece("Hello", `"stop"`): "Hel (3,2) lo .stop",
		piece("Hel", "null") + piece("lo ", "null") + piece("lo ", `"context"`):  "Hel (3,2) lo  lo  .context",
		piece("Hel", "null") + piece("Hello", "null"):                            "Hel (3,2) lo !502 the provider's stream ended before the reply did",
		`data: {"detail":"no such model"}` + "\n\n":                              "!502 no such model",
	} {
		require.Equal(t, want, said(streamedBy(newGrowingReader(nil), body, 9)), body)
	}
	require.Equal(t, `a f#0 0:{\"a\":1} .stop (3,2)`, said(newGrowingReader(nil).Whole(nil,
		`{"id":"r","model":"m","responses":[{"finish_reason":"stop","message":{"content":"a","role":"assistant","tool_calls":[{"id":"1","name":"f","parameters":{"a":1}}]}}],"usage":{"input_tokens":3,"output_tokens":2}}`)))
}

func TestCompletions(t *testing.T) {
	vendor := &core.Vendor{Options: []core.Option{{Key: "watsonx_project_id", Default: "p"}}}
	r := &core.Request{Model: "m", Vendor: vendor, Body: `{"prompt":["Once"],"max_tokens":9,"temperature":0.5,"stop":".","seed":1,"n":1,"stream":true}`, Stream: true}
	got, fault := appendWatsonx(nil, r)
	require.Nil(t, fault)
	require.Equal(t, `{"model_id":"m","input":"Once","project_id":"p","parameters":{"max_new_tokens":9,"temperature":0.5,"random_seed":1,"stop_sequences":["."],"decoding_method":"sample"}}`, string(got))
	require.Equal(t, []string{"n"}, r.Dropped())
	got, fault = appendTriton(nil, r)
	require.Nil(t, fault)
	require.Equal(t, `{"text_input":"Once","parameters":{"max_tokens":9,"temperature":0.5,"stop_words":".","random_seed":1,"stream":true}}`, string(got))
	for _, prompt := range []string{`["a","b"]`, `[1,2]`, `""`, `null`} {
		_, fault = appendTriton(nil, &core.Request{Body: `{"prompt":` + prompt + `}`})
		require.Equal(t, "prompt", fault.Param)
	}
	const triton = `data: {"model_name":"m","model_version":"1","text_output":"a"}` + "\n\n"
	require.Equal(t, "a a .", said(streamedBy(newEndlessReader(nil), triton+triton, 5)))
	require.Equal(t, "a !502 broken", said(streamedBy(newEndlessReader(nil), triton+`data: {"error":"broken"}`+"\n\n", 5)))
	require.Equal(t, "!502 the provider's stream ended before the reply did", said(streamedBy(newEndlessReader(nil), "", 5)))
	require.Equal(t, "a .", said(newEndlessReader(nil).Whole(nil, `{"model_name":"m","text_output":"a"}`)))
}

// Recorded completions of watsonx.ai, read here and, independently, by encoding/json.
func TestRecordedCompletions(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/fixtures/watsonx/*.json")
	if len(paths) == 0 {
		t.Log("no recorded traffic")
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var f struct{ Response struct{ Body string } }
		require.NoError(t, json.Unmarshal(raw, &f))
		body, pieces := f.Response.Body, []string{f.Response.Body}
		isStream := strings.HasPrefix(body, "id:")
		if isStream {
			pieces = nil
			for line := range strings.Lines(body) {
				if data, is := strings.CutPrefix(line, "data: "); is {
					pieces = append(pieces, data)
				}
			}
		}
		var want summary
		for _, piece := range pieces {
			var w struct {
				Results []struct {
					Text   string `json:"generated_text"`
					Out    int64  `json:"generated_token_count"`
					In     int64  `json:"input_token_count"`
					Reason string `json:"stop_reason"`
				}
			}
			require.NoError(t, json.Unmarshal([]byte(piece), &w))
			for _, result := range w.Results {
				want.Text += result.Text
				want.Finish = result.Reason
				want.Usage = [2]int64{max(want.Usage[0], result.In), max(want.Usage[1], result.Out)}
			}
		}
		require.NotEmpty(t, want.Text)
		if !isStream {
			require.Equal(t, want, summarize(newReader(nil).Whole(nil, body)))
			continue
		}
		for _, cut := range []int{1, 13, 1 << 20} {
			require.Equal(t, want, summarize(streamed(body, cut)))
		}
	}
}

func TestAWordThatBreaksAReplyOff(t *testing.T) {
	events := newReader(nil).Whole(nil, `{"results":[{"generated_text":"a","stop_reason":"error"}]}`)
	require.Equal(t, event.Error, events[len(events)-1].Kind)
	require.Equal(t, "error", rewrite.Unescape(events[len(events)-1].ID))
}
