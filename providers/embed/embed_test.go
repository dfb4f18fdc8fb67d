package embed

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

type (
	translate func(dst []byte, r *core.Request) ([]byte, *core.Fault)
	answer    func(dst []byte, o *core.ReadOptions, body string) ([]byte, bool)
)

func request(body string) *core.Request {
	return &core.Request{Body: body, Model: "m", Vendor: &core.Vendor{Name: "v"}}
}

func TestRequests(t *testing.T) {
	cases := []struct {
		name               string
		f                  translate
		hub, want, dropped string
	}{
		{"voyage", AppendVoyage, `{"model":"m","input":"a","dimensions":256,"encoding_format":"base64","input_type":"query","user":"u"}`,
			`{"model":"m","input":"a","output_dimension":256,"encoding_format":"base64","input_type":"query"}`, "user"},
		{"voyage, numbers are what it gives unasked", AppendVoyage, `{"input":["a",{"text":"b"}],"encoding_format":"float","output_dtype":"int8","truncation":false}`,
			`{"input":["a","b"],"output_dtype":"int8","truncation":false}`, ""},
		{"voyage, images", AppendVoyageMixed, `{"model":"m","input":["a",{"text":"b","image":{"url":"https://h.test/a.png"}},{"image":{"base64":"/9j/"}}],"encoding_format":"base64","input_type":"document"}`,
			`{"model":"m","inputs":[{"content":[{"type":"text","text":"a"}]},{"content":[{"type":"text","text":"b"},{"type":"image_url","image_url":"https://h.test/a.png"}]},{"content":[{"type":"image_base64","image_base64":"data:image/jpeg;base64,/9j/"}]}],"output_encoding":"base64","input_type":"document"}`, ""},
		{"voyage, its own inputs", AppendVoyageMixed, `{"inputs":[],"encoding_format":"float"}`, `{"inputs":[]}`, ""},
		{"jina", AppendJina, `{"model":"m","input":["a",{"text":"b"},{"image":{"base64":"iVBO"}},{"image":"https://h.test/a.png"}],"encoding_format":"base64","task":"retrieval.query","user":"u"}`,
			`{"model":"m","input":["a",{"text":"b"},{"image":"iVBO"},{"image":"https://h.test/a.png"}],"embedding_type":"base64","task":"retrieval.query"}`, "user"},
		{"nomic", AppendNomic, `{"model":"m","input":"a","dimensions":64,"task_type":"search_query","encoding_format":"base64"}`,
			`{"model":"m","texts":["a"],"dimensionality":64,"task_type":"search_query"}`, ""},
		{"nomic, its own texts", AppendNomic, `{"texts":["a"],"user":null}`, `{"texts":["a"]}`, ""},
		{"perplexity", AppendPerplexity, `{"model":"m","input":"a","encoding_format":"float","user":"u"}`, `{"model":"m","input":"a"}`, "user"},
		{"perplexity's own", AppendPerplexity, `{"input":"a","encoding_format":"base64_binary"}`, `{"input":"a","encoding_format":"base64_binary"}`, ""},
		{"features", AppendFeatures, `{"model":"m","input":"a","normalize":true,"encoding_format":"float"}`, `{"inputs":["a"],"normalize":true}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := request(c.hub)
			got, fault := c.f(nil, r)
			require.Nil(t, fault)
			require.JSONEq(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), " "))
		})
	}
	for _, f := range []translate{AppendVoyage, AppendVoyageMixed, AppendJina, AppendNomic, AppendFeatures} {
		_, fault := f(nil, request(`{"input":[1,2]}`))
		require.NotNil(t, fault)
		require.Equal(t, "input", fault.Param)
	}
	_, fault := AppendNomic(nil, request(`{"input":[{"image":{"url":"u"}}]}`))
	require.NotNil(t, fault)
}

func TestAnswers(t *testing.T) {
	const list = `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-2]}],"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}}`
	cases := []struct {
		name             string
		f                answer
		hub, reply, want string
	}{
		{"voyage", AnswerVoyage, `{}`, `{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-2]}],"model":"m","usage":{"total_tokens":7}}`, list},
		{"nomic", AnswerNomic, `{}`, `{"embeddings":[[0.5,-2]],"usage":{"prompt_tokens":7,"total_tokens":7},"model":"x"}`, list},
		{"nomic, packed", AnswerNomic, `{"encoding_format":"base64"}`, `{"embeddings":[[0.5,-2]],"usage":{"prompt_tokens":7}}`, strings.Replace(list, "[0.5,-2]", `"AAAAPwAAAMA="`, 1)},
		{"perplexity", AnswerPerplexity, `{}`, `{"data":[{"embedding":"AH+A"}],"usage":{"prompt_tokens":7}}`, strings.Replace(list, "[0.5,-2]", `[0,127,-128]`, 1)},
		{"perplexity, packed", AnswerPerplexity, `{"encoding_format":"base64"}`, `{"data":[{"embedding":"AP4="}],"usage":{"prompt_tokens":7}}`, strings.Replace(list, "[0.5,-2]", `"AAAAAAAAAMA="`, 1)},
		{"perplexity's own", AnswerPerplexity, `{"encoding_format":"base64_int8"}`, `{"data":[{"embedding":"AP4="}]}`, `{"data":[{"embedding":"AP4="}]}`},
		{"features of one", AnswerFeatures, `{}`, `[0.5,-2]`, strings.ReplaceAll(list, "7", "0")},
		{"features of a list", AnswerFeatures, `{}`, ` [[0.5,-2]]`, strings.ReplaceAll(list, "7", "0")},
		{"features of tokens", AnswerFeatures, `{}`, `[[[0.5]]]`, ""},
		{"no list", AnswerNomic, `{}`, `{"detail":"no"}`, ""},
		{"no data", AnswerVoyage, `{}`, `{}`, ""},
		{"no base64", AnswerPerplexity, `{}`, `{"data":[{"embedding":"?"}]}`, ""},
		{"no JSON", AnswerFeatures, `{}`, `oops`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := c.f(nil, &core.ReadOptions{Model: "m", Request: request(c.hub)}, c.reply)
			require.Equal(t, c.want != "", ok)
			if ok {
				require.JSONEq(t, c.want, string(got))
			}
		})
	}
}

// TestRecordedReplies replays recorded embeddings and compares the vectors with those that encoding/json finds.
func TestRecordedReplies(t *testing.T) {
	cases := []struct {
		pattern string
		f       answer
		read    func(t *testing.T, body string) [][]float32
	}{
		{"voyage/embeddings-*.json", AnswerVoyage, packed},
		{"perplexity/embeddings-*.json", AnswerPerplexity, bytes},
		{"huggingface/embeddings-*.json", AnswerFeatures, flat},
	}
	for _, c := range cases {
		paths, err := filepath.Glob(filepath.Join("../../../shared/fixtures", c.pattern))
		require.NoError(t, err)
		if len(paths) == 0 {
			t.Log("no recorded traffic of", c.pattern)
		}
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			require.NoError(t, err)
			var x struct {
				Response struct {
					Status int
					Body   string
				}
			}
			require.NoError(t, json.Unmarshal(raw, &x))
			if x.Response.Status != 200 {
				continue
			}
			got, ok := c.f(nil, &core.ReadOptions{Model: "m", Request: request(`{"encoding_format":"base64"}`)}, x.Response.Body)
			require.True(t, ok, path)
			require.Equal(t, c.read(t, x.Response.Body), packed(t, string(got)), path)
		}
	}
}

// packed are the vectors of a list of base64.
func packed(t *testing.T, body string) (vectors [][]float32) {
	var list struct{ Data []struct{ Embedding []byte } }
	require.NoError(t, json.Unmarshal([]byte(body), &list))
	for _, d := range list.Data {
		vector := make([]float32, len(d.Embedding)/4)
		for i := range vector {
			vector[i] = math.Float32frombits(binary.LittleEndian.Uint32(d.Embedding[4*i:]))
		}
		vectors = append(vectors, vector)
	}
	return vectors
}

// bytes are the vectors of a list of base64 of int8s.
func bytes(t *testing.T, body string) (vectors [][]float32) {
	var list struct{ Data []struct{ Embedding string } }
	require.NoError(t, json.Unmarshal([]byte(body), &list))
	for _, d := range list.Data {
		raw, err := base64.StdEncoding.DecodeString(d.Embedding)
		require.NoError(t, err)
		vector := make([]float32, len(raw))
		for i, b := range raw {
			vector[i] = float32(int8(b))
		}
		vectors = append(vectors, vector)
	}
	return vectors
}

// flat is the one vector of a lone text.
func flat(t *testing.T, body string) [][]float32 {
	var vector []float32
	require.NoError(t, json.Unmarshal([]byte(body), &vector))
	return [][]float32{vector}
}

func FuzzEmbed(f *testing.F) {
	f.Add(`{"model":"m","input":["a",{"image":{"url":"u"}}],"encoding_format":"base64"}`, `{"data":[{"embedding":"AP4="}],"embeddings":[[1]]}`)
	f.Add(`{"input":[1]}`, `[[1]]`)
	f.Fuzz(func(t *testing.T, hub, reply string) {
		if _, ok := rewrite.Check(hub); ok && strings.HasPrefix(hub, "{") {
			for _, f := range []translate{AppendVoyage, AppendVoyageMixed, AppendJina, AppendNomic, AppendPerplexity, AppendFeatures} {
				if out, fault := f(nil, request(hub)); fault == nil {
					require.True(t, json.Valid(out), "%s", out)
				}
			}
		}
		for _, f := range []answer{AnswerVoyage, AnswerNomic, AnswerPerplexity, AnswerFeatures} {
			if out, ok := f(nil, &core.ReadOptions{Request: request(`{}`)}, reply); ok {
				require.True(t, json.Valid(out), "%s", out)
			}
		}
	})
}
