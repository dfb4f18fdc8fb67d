package diffusion

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

const hub = `{"model":"m","prompt":"a \"cat\"","n":2,"size":"1536x1024","quality":"hd","response_format":"b64_json","seed":7,"steps":null}`

func TestRequests(t *testing.T) {
	cases := []struct {
		name, want, dropped string
		write               func([]byte, *core.Request) ([]byte, *core.Fault)
	}{
		{"stability v1", `{"text_prompts":[{"text":"a \"cat\""}],"samples":2,"width":1536,"height":1024,"seed":7}`, "quality", appendPrompts},
		{"segmind", `{"prompt":"a \"cat\"","samples":2,"img_width":1536,"img_height":1024,"seed":7,"base64":true}`, "quality", appendSegmind},
		{"fireworks", `{"prompt":"a \"cat\"","samples":2,"width":1536,"height":1024,"seed":7}`, "quality", appendSamples},
		{"flux", `{"prompt":"a \"cat\"","aspect_ratio":"3:2","seed":7}`, "n,quality", appendRatio},
		{"cloudflare", `{"prompt":"a \"cat\"","width":1536,"height":1024,"seed":7}`, "n,quality", appendSingle},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := &core.Request{Model: "m", Body: hub}
			got, fault := c.write(nil, r)
			require.Nil(t, fault)
			require.Equal(t, c.want, string(got))
			require.Equal(t, c.dropped, strings.Join(r.Dropped(), ","))
		})
	}
	r := &core.Request{Body: `{"prompt":"x","n":1,"size":"1792x1024","response_format":"url","style":"vivid"}`}
	got, _ := appendRatio(nil, r)
	require.Equal(t, `{"prompt":"x"}`, string(got))
	require.Equal(t, []string{"size", "response_format", "style"}, r.Dropped())
}

func TestForm(t *testing.T) {
	r := &core.Request{Model: "sd3.5-large", Body: hub}
	require.True(t, HasVariants(r))
	got, fault := appendForm(nil, r)
	require.Nil(t, fault)
	require.Equal(t, map[string]string{"model": "sd3.5-large", "prompt": `a "cat"`, "aspect_ratio": "3:2", "seed": "7"}, fields(t, got))
	got, _ = appendForm(nil, &core.Request{Model: "core", Body: `{"prompt":"a\r\nb"}`})
	require.Equal(t, map[string]string{"prompt": "a\r\nb"}, fields(t, got))
	_, fault = appendForm(nil, &core.Request{Body: `{"prompt":"` + boundary + `"}`})
	require.Equal(t, "prompt", fault.Param)
}

// fields reads a form as the standard library does.
func fields(t *testing.T, form []byte) map[string]string {
	_, params, err := mime.ParseMediaType(FormType)
	require.NoError(t, err)
	read, all := multipart.NewReader(strings.NewReader(string(form)), params["boundary"]), map[string]string{}
	for {
		part, err := read.NextPart()
		if err == io.EOF {
			return all
		}
		require.NoError(t, err)
		value, err := io.ReadAll(part)
		require.NoError(t, err)
		all[part.FormName()] = string(value)
	}
}

func TestReplies(t *testing.T) {
	for body, want := range map[string]string{
		`{"artifacts":[{"base64":"aGk=","finishReason":"SUCCESS","seed":1},{"base64":"eW8=","finishReason":"CONTENT_FILTERED"}]}`: `{"b64_json":"aGk="}`,
		`{"image":"aGk=","finish_reason":"SUCCESS","seed":1}`:                                                                     `{"b64_json":"aGk="}`,
		`[{"base64":"aGk=","finishReason":"SUCCESS"},{"base64":"eW8="}]`:                                                          `{"b64_json":"aGk="},{"b64_json":"eW8="}`,
		`{"id":"1","base64":["aGk="],"finishReason":"SUCCESS"}`:                                                                   `{"b64_json":"aGk="}`,
		`{"result":{"image":"aGk="},"success":true,"errors":[]}`:                                                                  `{"b64_json":"aGk="}`,
		`{"images":["https://h.test/a","data:image/png;base64,aGk="]}`:                                                            `{"url":"https://h.test/a"},{"b64_json":"aGk="}`,
		"\x89PNG": `{"b64_json":"iVBORw=="}`,
	} {
		got, ok := appendImages(nil, options(), body)
		require.True(t, ok, body)
		require.Equal(t, `{"created":5,"data":[`+want+`]}`, string(got))
		next, fault := judge(nil, body)
		require.Nil(t, next)
		require.Nil(t, fault, body)
	}
	for _, body := range []string{"", "<html>", "{}", "[]", `"x`, `{"result":{}}`, "7"} {
		_, ok := appendImages(nil, options(), body)
		require.False(t, ok, body)
	}
	for _, body := range []string{
		`{"image":"aGk=","finish_reason":"CONTENT_FILTERED"}`, `{"artifacts":[{"base64":"aGk=","finishReason":"CONTENT_FILTERED"}]}`,
		`[{"finishReason":"CONTENT_FILTERED"}]`,
	} {
		_, fault := judge(nil, body)
		require.Equal(t, "content_policy_violation", fault.Code, body)
	}
}

func TestFaults(t *testing.T) {
	for body, want := range map[string]core.Fault{
		`{"id":"x","name":"invalid_prompts","message":"no \"prompt\""}`:      {Code: "invalid_prompts", Message: `no "prompt"`},
		`{"id":"x","name":"content_moderation","errors":["flagged","more"]}`: {Code: "content_moderation", Message: "flagged"},
		`{"error":"no credit"}`:                           {Message: "no credit"},
		`{"detail":"no model"}`:                           {Message: "no model"},
		`{"error":{"message":"m","type":"t","code":"c"}}`: {Message: "m", Type: "t", Code: "c"},
		`{"success":false,"errors":[{"code":7003,"message":"Could not route"}],"result":null}`: {Message: "Could not route", Code: "7003"},
		`Not Found`: {Message: "Not Found"},
		``:          {Message: "silent"},
	} {
		f := core.Fault{Message: "silent"}
		readFault(&f, body)
		require.Equal(t, want, f, body)
	}
}

func FuzzDiffusion(f *testing.F) {
	f.Add(hub)
	f.Add(`[{"base64":"x","finishReason":"CONTENT_FILTERED"}]`)
	f.Add(`{"result":{"images":[["a"]]},"errors":[[]]}`)
	f.Fuzz(func(t *testing.T, body string) {
		_, _ = judge(nil, body)
		readFault(&core.Fault{}, body)
		if got, ok := appendImages(nil, options(), body); ok {
			require.True(t, json.Valid(got), "%s → %s", body, got)
		}
		if _, ok := rewrite.Check(body); !ok || body[0] != '{' {
			return
		}
		for _, write := range []func([]byte, *core.Request) ([]byte, *core.Fault){appendPrompts, appendSegmind, appendSamples, appendRatio, appendSingle} {
			got, fault := write(nil, &core.Request{Body: body})
			require.True(t, fault != nil || json.Valid(got), "%s → %s", body, got)
		}
		_, _ = appendForm(nil, &core.Request{Body: body, Model: "sd3"})
	})
}

func options() *core.ReadOptions { return &core.ReadOptions{Request: &core.Request{NowMs: 5000}} }
