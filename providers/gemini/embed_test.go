package gemini

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

// TestRecordedEmbeddings says recorded requests in the hub's words, and reads the replies with encoding/json beside.
func TestRecordedEmbeddings(t *testing.T) {
	for _, f := range recordings(t, "gemini", "embeddings-*.json") {
		asked := parsed(t, f.Request.Body).(map[string]any)
		var input []any
		hub := map[string]any{"model": f.Model, "encoding_format": "base64"}
		for _, r := range objects(canonical(asked, "").(map[string]any)["requests"]) {
			var members []string
			member := func(key string, value any) {
				raw, err := json.Marshal(value)
				require.NoError(t, err)
				members = append(members, `"`+key+`":`+string(raw))
			}
			for _, p := range objects(r["content"].(map[string]any)["parts"]) {
				if data, is := p["inlineData"].(map[string]any); is {
					member("image", map[string]any{"base64": data["data"], "mime_type": data["mimeType"]})
					continue
				}
				member("text", p["text"])
			}
			input = append(input, json.RawMessage("{"+strings.Join(members, ",")+"}"))
			if size, has := r["outputDimensionality"]; has {
				hub["dimensions"] = size
			}
		}
		hub["input"] = input
		body, err := json.Marshal(hub)
		require.NoError(t, err)
		r := &core.Request{Endpoint: core.Embeddings, Model: f.Model, Body: string(body)}
		out, fault := appendBatch(nil, r)
		require.Nil(t, fault)
		require.Equal(t, canonical(asked, ""), canonical(parsed(t, out), ""))
		if f.Response.Status == 200 {
			requireVectors(t, r, f.Response.Body)
		}
	}
}

// requireVectors compares the vectors of a reply, bit by bit, with those that the client gets.
func requireVectors(t *testing.T, r *core.Request, body string) {
	var sent struct {
		Embeddings    []struct{ Values []float32 }
		UsageMetadata struct{ PromptTokenCount int }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &sent))
	reply, ok := appendVectors(nil, &core.ReadOptions{Model: r.Model, Request: r}, body)
	require.True(t, ok)
	var got struct {
		Data  []struct{ Embedding string }
		Usage struct {
			Prompt int `json:"prompt_tokens"`
		}
	}
	require.NoError(t, json.Unmarshal(reply, &got))
	require.Len(t, got.Data, len(sent.Embeddings))
	require.Equal(t, sent.UsageMetadata.PromptTokenCount, got.Usage.Prompt)
	for i, e := range sent.Embeddings {
		packed, err := base64.StdEncoding.DecodeString(got.Data[i].Embedding)
		require.NoError(t, err)
		require.Len(t, packed, 4*len(e.Values))
		for j, v := range e.Values {
			require.Equal(t, math.Float32bits(v), binary.LittleEndian.Uint32(packed[4*j:]))
		}
	}
}

// TestRecordedCounts counts what was counted.
func TestRecordedCounts(t *testing.T) {
	for _, folder := range []string{"gemini", "vertex"} {
		for _, f := range recordings(t, folder, "count_tokens-*.json") {
			asked := canonical(parsed(t, f.Request.Body), "").(map[string]any)
			translate, of := appendVertexCount, asked
			if whole, is := asked["generateContentRequest"].(map[string]any); is {
				translate, of = appendCount, whole
			}
			body, err := json.Marshal(hubOf(of))
			require.NoError(t, err)
			out, fault := translate(nil, &core.Request{Endpoint: core.CountTokens, Model: f.Model, Body: string(body)})
			require.Nil(t, fault)
			got := canonical(parsed(t, out), "").(map[string]any)
			if whole, is := got["generateContentRequest"].(map[string]any); is {
				require.Equal(t, of["model"], whole["model"])
				got = whole
			}
			require.Equal(t, bare(of), bare(got))
			var sent struct{ TotalTokens json.Number }
			require.NoError(t, json.Unmarshal([]byte(f.Response.Body), &sent))
			reply, ok := appendTotal(nil, nil, f.Response.Body)
			require.True(t, ok)
			require.Equal(t, `{"input_tokens":`+sent.TotalTokens.String()+`}`, string(reply))
		}
	}
}

type recording struct {
	Model    string
	Request  struct{ Body json.RawMessage }
	Response struct {
		Status int
		Body   string
	}
}

func recordings(t *testing.T, folder, pattern string) (all []recording) {
	paths, err := filepath.Glob(filepath.Join(fixtures, folder, pattern))
	require.NoError(t, err)
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		var f recording
		require.NoError(t, json.Unmarshal(raw, &f))
		all = append(all, f)
	}
	if len(all) == 0 {
		t.Log("no recorded traffic at", fixtures)
	}
	return all
}

func TestInputsOfEmbeddings(t *testing.T) {
	for _, c := range []struct {
		name, hub, want string
		translate       func([]byte, *core.Request) ([]byte, *core.Fault)
		dropped         []string
	}{
		{"one text", `"input":"a"`, `{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]}}]}`, appendBatch, nil},
		{"files of every kind", `"input":[{"audio":{"base64":"UklGRg"},"video":{"url":"gcs://b/c.mp4"},"image":{"base64":"AA=="},"x":1}],"auto_truncate":true`,
			`{"requests":[{"model":"models/m","content":{"parts":[{"inlineData":{"mimeType":"audio/wav","data":"UklGRg"}},{"fileData":{"mimeType":"video/mp4","fileUri":"gs://b/c.mp4"}},{"inlineData":{"mimeType":"image/jpeg","data":"AA=="}}]}}]}`,
			appendBatch, []string{"input[0].x", "auto_truncate"}},
		{"one content", `"input":["a"],"dimensions":256,"task_type":"retrieval_query","auto_truncate":false`,
			`{"content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":256,"autoTruncate":false}`, appendContent, nil},
		{"texts to predict", `"input":["a",{"text":"b","y":1}],"title":"T","user":"u"`,
			`{"instances":[{"content":"a","title":"T"},{"content":"b","title":"T"}],"parameters":{}}`, appendTexts, []string{"user", "input[1].y"}},
		{"anything to predict", `"input":["a",{"text":"b","image":{"url":"data:image/png;base64,AA==","mime_type":"image/png"},"z":1}],"dimensions":128,"task_type":"X"`,
			`{"instances":[{"text":"a"},{"text":"b","image":{"bytesBase64Encoded":"AA==","mimeType":"image/png"}}],"parameters":{"dimension":128}}`, appendMixed, []string{"input[1].z", "task_type"}},
	} {
		r := &core.Request{Model: "m", Body: `{"model":"m",` + c.hub + `}`}
		out, fault := c.translate(nil, r)
		require.Nil(t, fault, c.name)
		require.JSONEq(t, c.want, string(out), c.name)
		require.Equal(t, c.dropped, r.Dropped(), c.name)
	}
}

func TestInputsThatAreRefused(t *testing.T) {
	for body, translate := range map[string]func([]byte, *core.Request) ([]byte, *core.Fault){
		`{}`: appendBatch, `{"input":[]}`: appendBatch, `{"input":7}`: appendTexts, `{"input":[[1]]}`: appendBatch, `{"input":[1]}`: appendTexts,
		`{"input":[{"image":{"base64":"AA=="}}]}`: appendTexts, `{"input":["a","b"]}`: appendContent, `{"input":[7]}`: appendMixed,
		`{"input":[{"image":{"url":"ftp://x"}}]}`: appendMixed, `{"input":[{"image":{"url":"ftp://x"}}]} `: appendBatch,
	} {
		out, fault := translate(nil, &core.Request{Body: body})
		require.NotNil(t, fault, body)
		require.Nil(t, out)
		require.True(t, strings.HasPrefix(fault.Param, "input"), fault.Param)
	}
}

func TestAnswersOfUnknownShapes(t *testing.T) {
	o := &core.ReadOptions{Request: &core.Request{Body: `{}`}}
	for _, body := range []string{"", "x", "[]", "{}", `{"embeddings":[{}]}`, `{"embeddings":[{"values":{}}]}`, `{"predictions":[{}]}`, `{"embedding":7}`, `{"predictions":[{"textEmbedding":"x"}]}`} {
		_, ok := appendVectors(nil, o, body)
		require.False(t, ok, body)
	}
	for _, body := range []string{"", "x", "{}", `{"totalTokens":"many"}`, `{"totalTokens":-1}`} {
		_, ok := appendTotal(nil, nil, body)
		require.False(t, ok, body)
	}
	reply, ok := appendTotal(nil, nil, `{"totalTokens":0}`)
	require.True(t, ok)
	require.Equal(t, `{"input_tokens":0}`, string(reply))
}

func FuzzEmbeddings(f *testing.F) {
	f.Add(`{"input":["a",{"text":"b","image":{"url":"gs://a/b.png"}}],"dimensions":3,"task_type":"x"}`, `{"embeddings":[{"values":[1,2]}]}`)
	f.Add(`{"input":"a","encoding_format":"base64"}`, `{"predictions":[{"embeddings":{"values":[0.5],"statistics":{"token_count":2}}}]}`)
	f.Add(`{"input":[{"video":{"base64":"AA==","start_offset":1}}]}`, `{"predictions":[{"videoEmbeddings":[{"embedding":[1],"startOffsetSec":0}]}]}`)
	f.Fuzz(func(t *testing.T, body, answer string) {
		if _, ok := rewrite.Check(body); !ok {
			return
		}
		for _, translate := range []func([]byte, *core.Request) ([]byte, *core.Fault){appendBatch, appendContent, appendTexts, appendMixed} {
			out, fault := translate(nil, &core.Request{Model: "m", Body: body})
			require.True(t, fault != nil || json.Valid(out), "%s\n→ %s", body, out)
		}
		reply, ok := appendVectors(nil, &core.ReadOptions{Request: &core.Request{Body: body}}, answer)
		require.True(t, !ok || json.Valid(reply), "%s\n→ %s", answer, reply)
	})
}
