package gemini

import (
	"math"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/picture"
	"causeway/core/rewrite"
)

// The wires of images.
var (
	// Imagen is predict of Imagen's models, at both of Google's addresses:
	// {"instances":[{"prompt":"…"}],"parameters":{"sampleCount":1,"aspectRatio":"1:1"}}
	//
	// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/imagen-api (read 2026-11-25)
	Imagen = &core.Dialect{
		Name: "imagen", Framing: frame.SSE, Request: appendImagen, Fault: readFault, Answer: appendImages, Follow: judge,
	}

	// Draw is generateContent of Gemini's models that make images: one for each request.
	//
	// https://ai.google.dev/gemini-api/docs/image-generation (read 2026-11-25)
	Draw = &core.Dialect{
		Name: "gemini-images", Framing: frame.SSE, Request: appendDrawing, Fault: readFault, Answer: appendImages, Follow: judge,
	}
)

// IsImagen reports that a model is one of Imagen's.
func IsImagen(r *core.Request) bool { return strings.Contains(r.Model, "imagen") }

// imagenTakes are the parameters of Imagen's own, which the hub may give in either spelling.
var imagenTakes = [...]string{
	"addWatermark", "aspectRatio", "enhancePrompt", "language", "negativePrompt", "personGeneration", "safetySetting",
	"sampleImageSize", "seed", "storageUri",
}

// appendImagen is Imagen.Request. A size becomes the nearest shape.
//
//	{"model":"imagen-4.0-generate-001","prompt":"a cat","n":2,"size":"1792x1024","output_format":"jpeg"}
//	→ {"instances":[{"prompt":"a cat"}],"parameters":{"sampleCount":2,"aspectRatio":"16:9","outputOptions":{"mimeType":"image/jpeg"}}}
func appendImagen(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	prompt := rewrite.Member(r.Body, "prompt")
	if !rewrite.IsString(prompt) {
		return nil, core.Refuse("prompt", "prompt: a text is expected")
	}
	dst = append(rewrite.Raw(append(dst, `{"instances":[{`...), "prompt", prompt), `}],"parameters":{`...)
	for it := rewrite.Over(r.Body); it.Next(); {
		own, isOwn := ownName(it.Key)
		switch {
		case isNull(it.Value) || it.Key == "model" || it.Key == "prompt":
		case it.Key == "n":
			dst = rewrite.Raw(dst, "sampleCount", it.Value)
		case it.Key == "size" && shape(it.Value) != "":
			dst = rewrite.Text(dst, "aspectRatio", shape(it.Value))
		case it.Key == "output_format" && rewrite.IsString(it.Value):
			dst = append(rewrite.Key(dst, "outputOptions"), `{"mimeType":"image/`...)
			dst = append(append(dst, rewrite.Contents(it.Value)...), `"}`...)
		case isOwn:
			dst = rewrite.Raw(dst, own, it.Value)
		default:
			dropImage(r, it)
		}
	}
	return append(dst, `}}`...), nil
}

// ownName is Imagen's name for a parameter of its own.
func ownName(key string) (string, bool) {
	key = strings.ReplaceAll(key, "_", "")
	for _, name := range imagenTakes {
		if strings.EqualFold(name, key) {
			return name, true
		}
	}
	return "", false
}

// dropImage drops a member, unless it asks for what comes anyway: base64, of any size.
func dropImage(r *core.Request, it rewrite.Items) {
	if it.Value != `"b64_json"` && it.Value != `"auto"` {
		r.Drop(it.Key)
	}
}

// appendDrawing is Draw.Request.
func appendDrawing(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	prompt := rewrite.Member(r.Body, "prompt")
	if !rewrite.IsString(prompt) {
		return nil, core.Refuse("prompt", "prompt: a text is expected")
	}
	dst = append(rewrite.Raw(append(dst, `{"contents":[{"role":"user","parts":[{`...), "text", prompt), `}]}]`...)
	dst = append(dst, `,"generationConfig":{"responseModalities":["IMAGE"]`...)
	ratio := ""
	for it := rewrite.Over(r.Body); it.Next(); {
		switch {
		case isNull(it.Value) || it.Key == "model" || it.Key == "prompt" || it.Key == "n" && it.Value == "1":
		case it.Key == "size" && shape(it.Value) != "":
			ratio = shape(it.Value)
		case it.Key == "aspect_ratio" || it.Key == "aspectRatio":
			ratio = rewrite.Plain(it.Value)
		default:
			dropImage(r, it)
		}
	}
	if ratio != "" {
		dst = append(rewrite.Text(append(rewrite.Key(dst, "imageConfig"), '{'), "aspectRatio", ratio), '}')
	}
	return append(dst, `}}`...), nil
}

// shapes are the ratios of sides that all of Google's image models have.
var shapes = [...]struct {
	name  string
	ratio float64
}{
	{"1:1", 1}, {"16:9", 16. / 9}, {"3:4", 3. / 4}, {"4:3", 4. / 3}, {"9:16", 9. / 16},
}

// shape is the one nearest to a size, "" for what is none.
//
//	"1024x1536" → "3:4"
func shape(raw string) string {
	w, h, ok := picture.Sides(rewrite.Plain(raw))
	if !ok {
		return ""
	}
	width, _ := strconv.ParseFloat(w, 64)
	height, _ := strconv.ParseFloat(h, 64)
	best, least := "", math.MaxFloat64
	for _, s := range shapes {
		if off := math.Abs(width/height - s.ratio); off < least {
			best, least = s.name, off
		}
	}
	return best
}

// appendImages is the Answer of both: {"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"…"}]}, or candidates with
// inlineData.
func appendImages(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	dst = picture.Open(dst, o.Request.NowMs)
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	for it := rewrite.Over(rewrite.Member(body, "predictions")); it.Next(); {
		if data := rewrite.Contents(rewrite.Member(it.Value, "bytesBase64Encoded")); data != "" {
			dst = picture.Base64(dst, data)
		}
		if uri := rewrite.Contents(rewrite.Member(it.Value, "gcsUri")); uri != "" {
			dst = picture.URL(dst, uri)
		}
	}
	for c := rewrite.Over(rewrite.Member(body, "candidates")); c.Next(); {
		for part := rewrite.Over(rewrite.Member(rewrite.Member(c.Value, "content"), "parts")); part.Next(); {
			data := rewrite.Contents(rewrite.Member(rewrite.Member(part.Value, "inlineData"), "data"))
			if data != "" && rewrite.Member(part.Value, "thought") != "true" {
				dst = picture.Base64(dst, data)
			}
		}
	}
	return picture.Close(dst)
}

// judge is the Follow of both: images that were all withheld are a refusal.
//
//	{"predictions":[{"raiFilteredReason":"…"}]}, {}, {"candidates":[{"finishReason":"IMAGE_SAFETY"}]}, {"promptFeedback":{…}}
func judge(o *core.ReadOptions, body string) (*core.Next, *core.Fault) {
	if _, ok := rewrite.Check(body); !ok || !rewrite.IsObject(trimmed(body)) {
		return nil, nil
	}
	if _, has := appendImages(nil, o, body); has {
		return nil, nil
	}
	first := rewrite.Over(rewrite.Member(body, "predictions"))
	first.Next()
	why := rewrite.Plain(rewrite.Member(first.Value, "raiFilteredReason"))
	candidate := rewrite.Over(rewrite.Member(body, "candidates"))
	candidate.Next()
	for _, word := range [...]string{
		rewrite.Plain(rewrite.Member(candidate.Value, "finishMessage")), rewrite.Plain(rewrite.Member(candidate.Value, "finishReason")),
		rewrite.Plain(rewrite.Member(rewrite.Member(body, "promptFeedback"), "blockReason")), "no reason is given",
	} {
		if why == "" {
			why = word
		}
	}
	return nil, &core.Fault{
		Blame: core.Upstream, Status: 400, Type: "invalid_request_error", Code: "content_policy_violation", Param: "prompt",
		Message: "no image was made: " + why,
	}
}
