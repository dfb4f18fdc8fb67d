package gemini

import (
	"encoding/json"
	"testing"

	"causeway/core"
	"causeway/core/rewrite"

	"github.com/stretchr/testify/require"
)

func TestRequestsForImages(t *testing.T) {
	for _, c := range []struct {
		name, hub, want string
		translate       func([]byte, *core.Request) ([]byte, *core.Fault)
		dropped         []string
	}{
		{"Imagen", `"prompt":"a cat","n":2,"size":"1792x1024","output_format":"jpeg","negative_prompt":"dogs","addWatermark":false,"response_format":"b64_json","quality":"hd"`,
			`{"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":2,"aspectRatio":"16:9","outputOptions":{"mimeType":"image/jpeg"},"negativePrompt":"dogs","addWatermark":false}}`,
			appendImagen, []string{"quality"}},
		{"Imagen, and what it cannot", `"prompt":"a","size":"auto","response_format":"url","user":null`,
			`{"instances":[{"prompt":"a"}],"parameters":{}}`, appendImagen, []string{"response_format"}},
		{"Gemini", `"prompt":"a","n":1,"size":"1024x1536"`,
			`{"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"3:4"}}}`, appendDrawing, nil},
		{"Gemini, one at a time", `"prompt":"a","n":3,"aspect_ratio":"21:9"`,
			`{"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"21:9"}}}`, appendDrawing, []string{"n"}},
	} {
		r := &core.Request{Body: `{"model":"m",` + c.hub + `}`}
		out, fault := c.translate(nil, r)
		require.Nil(t, fault, c.name)
		require.JSONEq(t, c.want, string(out), c.name)
		require.Equal(t, c.dropped, r.Dropped(), c.name)
		_, fault = c.translate(nil, &core.Request{Body: `{"model":"m"}`})
		require.Equal(t, "prompt", fault.Param)
	}
}

func TestShapes(t *testing.T) {
	for size, want := range map[string]string{
		"1024x1024": "1:1", "1536x1024": "4:3", "1024x1792": "9:16", "1792x1024": "16:9", "auto": "", "": "",
	} {
		require.Equal(t, want, shape(`"`+size+`"`), size)
	}
}

func TestRepliesWithImages(t *testing.T) {
	o := &core.ReadOptions{Request: &core.Request{NowMs: 5000}}
	for body, want := range map[string]string{
		`{"predictions":[{"bytesBase64Encoded":"AA==","mimeType":"image/png"},{"raiFilteredReason":"x"},{"gcsUri":"gs://a/b"}]}`:                                   `{"created":5,"data":[{"b64_json":"AA=="},{"url":"gs://a/b"}]}`,
		`{"candidates":[{"content":{"parts":[{"text":"a"},{"thought":true,"inlineData":{"data":"BB=="}},{"inlineData":{"data":"AA=="}}]},"finishReason":"STOP"}]}`: `{"created":5,"data":[{"b64_json":"AA=="}]}`,
	} {
		next, fault := judge(o, body)
		require.Nil(t, next)
		require.Nil(t, fault)
		reply, ok := appendImages(nil, o, body)
		require.True(t, ok)
		require.Equal(t, want, string(reply))
	}
	for body, why := range map[string]string{
		`{"predictions":[{"raiFilteredReason":"people"}]}`: "people", `{}`: "no reason is given",
		`{"candidates":[{"finishReason":"IMAGE_SAFETY"}]}`: "IMAGE_SAFETY", `{"promptFeedback":{"blockReason":"OTHER"}}`: "OTHER",
	} {
		_, fault := judge(o, body)
		require.NotNil(t, fault, body)
		require.Equal(t, "no image was made: "+why, fault.Message)
	}
	_, fault := judge(o, "x")
	require.Nil(t, fault)
	_, ok := appendImages(nil, o, "x")
	require.False(t, ok)
}

func FuzzImages(f *testing.F) {
	f.Add(`{"prompt":"a","size":"1x2","n":2,"seed":1}`, `{"predictions":[{"bytesBase64Encoded":"AA=="}]}`)
	f.Add(`{"prompt":"a","output_format":"png"}`, `{"candidates":[{"content":{"parts":[{"inlineData":{"data":"AA=="}}]}}]}`)
	f.Fuzz(func(t *testing.T, body, answer string) {
		if _, ok := rewrite.Check(body); !ok {
			return
		}
		for _, translate := range []func([]byte, *core.Request) ([]byte, *core.Fault){appendImagen, appendDrawing} {
			out, fault := translate(nil, &core.Request{Body: body})
			require.True(t, fault != nil || json.Valid(out), "%s\n→ %s", body, out)
		}
		o := &core.ReadOptions{Request: &core.Request{Body: body}}
		reply, ok := appendImages(nil, o, answer)
		require.True(t, !ok || json.Valid(reply), "%s\n→ %s", answer, reply)
		judge(o, answer)
	})
}
