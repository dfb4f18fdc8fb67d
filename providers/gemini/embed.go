package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
)

// The wires of embeddings. The hub's request is OpenAI's, with Portkey's extensions: an element of input may be an object,
//
//	{"text":"…", "image":{"base64":"…"}, "video":{"url":"gs://…"}, "audio":{…}}
//
// where a file has base64 or url (data:, https:, gs:) and may have mime_type; task_type, also called input_type, says what
// the vectors are for, title and auto_truncate are Google's own. Each element of input gets one vector. Lists of token
// numbers are refused: Google does not take them.
//
// https://portkey.ai/docs/integrations/llms/vertex-ai/embeddings (read 2026-11-25)
var (
	// Embed is AI Studio's batchEmbedContents: {"requests":[{"model":"models/m","content":{"parts":[…]},…}…]}
	Embed = &core.Dialect{
		Name: "gemini-embeddings", Framing: frame.SSE, Request: appendBatch, Fault: readFault, Answer: appendVectors,
	}

	// EmbedOne is Vertex AI's embedContent, {"content":{"parts":[…]},…}, which takes one input.
	EmbedOne = &core.Dialect{
		Name: "vertex-embed-content", Framing: frame.SSE, Request: appendContent, Fault: readFault, Answer: appendVectors,
	}

	// Predict is Vertex AI's predict for texts: {"instances":[{"content":"…"}…],"parameters":{…}}
	Predict = &core.Dialect{
		Name: "vertex-embeddings", Framing: frame.SSE, Request: appendTexts, Fault: readFault, Answer: appendVectors,
	}

	// PredictMixed is Vertex AI's predict for texts, images and videos: {"instances":[{"text":"…","image":{…}}…]}
	PredictMixed = &core.Dialect{
		Name: "vertex-multimodal-embeddings", Framing: frame.SSE, Request: appendMixed, Fault: readFault, Answer: appendVectors,
	}
)

// embedding is a hub request for embeddings, its members raw.
type embedding struct {
	r                                  *core.Request
	input, size, task, title, truncate string
}

// readEmbedding finds the members of a request and drops those that Google has no place for.
func readEmbedding(r *core.Request) (*embedding, *core.Fault) {
	e := &embedding{r: r}
	for it := rewrite.Over(r.Body); it.Next(); {
		switch it.Key {
		case "model", "encoding_format": // the one is in the URL, the other done here: see appendVectors
		case "input":
			e.input = it.Value
		case "dimensions":
			e.size = rewrite.Present(it.Value)
		case "task_type", "taskType", "input_type":
			e.task = loud(rewrite.Present(it.Value))
		case "title":
			e.title = rewrite.Present(it.Value)
		case "auto_truncate", "autoTruncate":
			e.truncate = rewrite.Present(it.Value)
		default:
			r.Drop(it.Key)
		}
	}
	if rewrite.IsString(e.input) {
		e.input = "[" + e.input + "]"
	}
	if !rewrite.IsArray(e.input) || strings.Trim(e.input, "[] \t\r\n") == "" {
		return nil, core.Refuse("input", "input: a text, or a list of them, is expected")
	}
	return e, nil
}

// appendBatch is Embed.Request.
//
// https://ai.google.dev/api/embeddings#method:-models.batchembedcontents (read 2026-11-25), and recorded traffic
func appendBatch(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	e, fault := readEmbedding(r)
	if fault != nil {
		return nil, fault
	}
	dst = append(dst, `{"requests":[`...)
	i := 0
	for it := rewrite.Over(e.input); it.Next(); i++ {
		dst = append(rewrite.Comma(dst), '{')
		dst = rewrite.Text(dst, "model", resource(r.Model))
		if dst, fault = e.content(dst, i, it.Value); fault != nil {
			return nil, fault
		}
		dst = append(dst, '}')
	}
	e.dropGiven("auto_truncate", e.truncate)
	return append(dst, `]}`...), nil
}

// resource is a model's name where AI Studio asks for it in a body.
func resource(model string) string { return "models/" + strings.TrimPrefix(model, "models/") }

// appendContent is EmbedOne.Request.
//
// https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.publishers.models/embedContent
// (read 2026-11-25)
func appendContent(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	e, fault := readEmbedding(r)
	if fault != nil {
		return nil, fault
	}
	it := rewrite.Over(e.input)
	it.Next()
	if first := it.Value; !it.Next() {
		dst, fault = e.content(append(dst, '{'), 0, first)
		return append(rawMember(dst, "autoTruncate", e.truncate), '}'), fault
	}
	return nil, core.Refuse("input", "input: Vertex AI takes one input per request for this model")
}

// content appends the members of an EmbedContentRequest.
func (e *embedding) content(dst []byte, i int, raw string) ([]byte, *core.Fault) {
	dst = append(rewrite.Key(dst, "content"), `{"parts":[`...)
	c := conversation{translation: &translation{r: e.r}, list: "input", at: i, role: user, dst: dst}
	switch {
	case rewrite.IsString(raw):
		c.say(user, raw)
	case !rewrite.IsObject(raw):
		return nil, c.refuse("", "a text or an object is expected")
	}
	for it := rewrite.Over(raw); rewrite.IsObject(raw) && it.Next(); {
		if fault := c.item(it.Key, rewrite.Present(it.Value)); fault != nil {
			return nil, fault
		}
	}
	dst = append(c.dst, `]}`...)
	dst = rawMember(dst, "taskType", e.task)
	dst = rawMember(dst, "title", e.title)
	return rawMember(dst, "outputDimensionality", e.size), nil
}

// item writes a member of an input that is an object.
func (c *conversation) item(key, value string) *core.Fault {
	switch {
	case key == "text" && rewrite.IsString(value):
		c.say(user, value)
		return nil
	case !isMedium(key):
		c.r.Drop(c.path("." + key))
		return nil
	}
	url, mime := fileOf(value)
	if data := rewrite.Contents(rewrite.Member(value, "base64")); data != "" {
		c.inline(user, orGuess(mime, key, data), data)
		return nil
	}
	return c.media(user, "."+key+".url", url, mime, "")
}

func isMedium(key string) bool { return key == "image" || key == "video" || key == "audio" }

// fileOf is a file's URL, as escaped contents, and its type; "" for what it does not say. Portkey writes gcs: for gs:.
func fileOf(value string) (url, mime string) {
	url = rewrite.Contents(rewrite.Member(value, "url"))
	if rest, is := strings.CutPrefix(url, "gcs:"); is {
		url = "gs:" + rest
	}
	return url, rewrite.Plain(rewrite.Member(value, "mime_type"))
}

// orGuess is a type: the one that was given, one that the first bytes of the data tell, or the usual one of the medium.
func orGuess(mime, medium, data string) string {
	switch {
	case mime != "":
		return mime
	case strings.HasPrefix(data, "iVBORw0KGgo"):
		return "image/png"
	case strings.HasPrefix(data, "R0lGOD"):
		return "image/gif"
	case strings.HasPrefix(data, "UklGR") && medium == "image":
		return "image/webp"
	case medium == "image":
		return "image/jpeg"
	case medium == "video":
		return "video/mp4"
	case strings.HasPrefix(data, "UklGR"):
		return "audio/wav"
	}
	return "audio/mp3"
}

// dropGiven drops a member if the caller gave it.
func (e *embedding) dropGiven(name, value string) {
	if value != "" {
		e.r.Drop(name)
	}
}
