package gemini

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// appendTexts is Predict.Request.
//
//	{"instances":[{"content":"Hello","task_type":"RETRIEVAL_QUERY"}],"parameters":{"outputDimensionality":256}}
//
// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api (read 2026-11-25)
func appendTexts(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	e, fault := readEmbedding(r)
	if fault != nil {
		return nil, fault
	}
	dst = append(dst, `{"instances":[`...)
	i := 0
	for it := rewrite.Over(e.input); it.Next(); i++ {
		said := it.Value
		if rewrite.IsObject(said) {
			said = rewrite.Member(said, "text")
			translationOf(r).dropIn(core.Place("input", i, ""), it.Value, "text")
		}
		if !rewrite.IsString(said) {
			return nil, core.Refuse(core.Place("input", i, ""), core.Place("input", i, "")+": a text is expected")
		}
		dst = append(rewrite.Comma(dst), '{')
		dst = rewrite.Raw(dst, "content", said)
		dst = rawMember(dst, "task_type", e.task)
		dst = append(rawMember(dst, "title", e.title), '}')
	}
	dst = append(dst, `],"parameters":{`...)
	dst = rawMember(dst, "outputDimensionality", e.size)
	return append(rawMember(dst, "autoTruncate", e.truncate), `}}`...), nil
}

func translationOf(r *core.Request) *translation { return &translation{r: r} }

// appendMixed is PredictMixed.Request.
//
//	{"instances":[{"text":"a cat","image":{"bytesBase64Encoded":"iVBORw0…"}}],"parameters":{"dimension":512}}
//
// https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/multimodal-embeddings-api (read 2026-11-25)
func appendMixed(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	e, fault := readEmbedding(r)
	if fault != nil {
		return nil, fault
	}
	dst = append(dst, `{"instances":[`...)
	i := 0
	for it := rewrite.Over(e.input); it.Next(); i++ {
		if dst, fault = e.instance(append(rewrite.Comma(dst), '{'), core.Place("input", i, ""), it.Value); fault != nil {
			return nil, fault
		}
		dst = append(dst, '}')
	}
	dst = append(dst, `],"parameters":{`...)
	dst = append(rawMember(dst, "dimension", e.size), `}}`...)
	e.dropGiven("task_type", e.task)
	e.dropGiven("title", e.title)
	e.dropGiven("auto_truncate", e.truncate)
	return dst, nil
}

// instance appends the members of one instance. path is where the input stands.
func (e *embedding) instance(dst []byte, path, raw string) ([]byte, *core.Fault) {
	if rewrite.IsString(raw) {
		return rewrite.Raw(dst, "text", raw), nil
	}
	if !rewrite.IsObject(raw) {
		return nil, core.Refuse(path, path+": a text or an object is expected")
	}
	for it := rewrite.Over(raw); it.Next(); {
		var fault *core.Fault
		switch value := rewrite.Present(it.Value); {
		case it.Key == "text" && rewrite.IsString(value):
			dst = rewrite.Raw(dst, "text", value)
		case it.Key == "image" || it.Key == "video":
			dst, fault = e.medium(dst, it.Key, path+"."+it.Key, value)
		default:
			e.r.Drop(path + "." + it.Key)
		}
		if fault != nil {
			return nil, fault
		}
	}
	return dst, nil
}

// segments are the members of a video that say which part of it is meant, as Portkey and Google spell them.
var segments = [...]struct{ hub, google string }{
	{"start_offset", "startOffsetSec"},
	{"end_offset", "endOffsetSec"},
	{"interval", "intervalSec"},
}

// medium appends an image or a video, by its bytes or as it lies in Cloud Storage.
func (e *embedding) medium(dst []byte, key, path, value string) ([]byte, *core.Fault) {
	url, mime := fileOf(value)
	data := rewrite.Contents(rewrite.Member(value, "base64"))
	switch {
	case data != "" || strings.HasPrefix(url, "gs:"):
	case strings.HasPrefix(url, "data:"):
		_, data, _ = strings.Cut(url, ";base64,")
	case strings.HasPrefix(url, "https:"):
		_, data = e.r.Inline(rewrite.Unescape(url))
	default:
		return nil, core.Refuse(path, path+": base64, or a url that is data, https or gs, is expected")
	}
	dst = append(rewrite.Key(dst, key), '{')
	if strings.HasPrefix(url, "gs:") {
		dst = rewrite.Escaped(dst, "gcsUri", url)
	} else {
		dst = rewrite.Escaped(dst, "bytesBase64Encoded", data)
	}
	if mime != "" {
		dst = rewrite.Text(dst, "mimeType", mime)
	}
	if key == "video" {
		dst = appendSegment(dst, value)
	}
	return append(dst, '}'), nil
}

// appendSegment appends a video's videoSegmentConfig, if anything is said of it.
func appendSegment(dst []byte, value string) []byte {
	o := openOverlay(dst, "videoSegmentConfig", "")
	for i := range segments {
		o.set(segments[i].google, rewrite.Present(rewrite.Member(value, segments[i].hub)))
	}
	return o.close()
}
