package replicate

import (
	"slices"
	"strings"

	"causeway/core"
	"causeway/core/picture"
	"causeway/core/rewrite"
)

// droppedOfImages are OpenAI's members that image models of Replicate's do not have, sorted. quality, style and background
// are words of OpenAI's own models.
var droppedOfImages = [...]string{"background", "moderation", "output_compression", "partial_images", "quality", "style", "user"}

// appendImageRequest is Images.Request. A size becomes width and height, n num_outputs.
//
//	{"model":"stability-ai/sdxl","prompt":"robots","size":"1024x768","n":2}
//	→ {"input":{"prompt":"robots","width":1024,"height":768,"num_outputs":2}}
func appendImageRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = openInput(dst, r)
	for m := rewrite.Over(r.Body); m.Next(); {
		switch _, isDropped := slices.BinarySearch(droppedOfImages[:], m.Key); {
		case m.Value == "null" || m.Key == "model" || m.Key == "response_format" || m.Key == "stream":
		case isDropped:
			r.Drop(m.Key)
		case m.Key == "n":
			dst = rewrite.Raw(dst, "num_outputs", m.Value)
		case m.Key == "size":
			width, height, ok := picture.Sides(rewrite.Contents(m.Value))
			if !ok {
				r.Drop(m.Key)
				continue
			}
			dst = rewrite.Raw(rewrite.Raw(dst, "width", width), "height", height)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, `}}`...), nil
}

// followImages is Images.Follow. A file is at a URL: where the caller wants its bytes and there is one, that is where the
// answer is.
func followImages(o *core.ReadOptions, body string) (*core.Next, *core.Fault) {
	p, ok := readPrediction(body)
	if !ok || p.status != "succeeded" {
		return follow(o, body)
	}
	url := onlyFile(p.output)
	if !wantsBytes(o) || !strings.HasPrefix(url, "https://") {
		return nil, nil
	}
	return &core.Next{URL: url, Accept: "image/*"}, nil
}

func wantsBytes(o *core.ReadOptions) bool {
	return rewrite.Member(o.Request.Body, "response_format") == `"b64_json"`
}

// onlyFile is the address of the file in an output that holds one; "" for others.
func onlyFile(raw string) string {
	if raw != "" && raw[0] == '[' {
		it := rewrite.Over(raw)
		it.Next()
		if raw = it.Value; it.Next() {
			return ""
		}
	}
	return rewrite.Unescape(rewrite.Contents(raw))
}

// appendImages is Images.Answer: a prediction whose output is a URL, a list of them, or the bytes of the one file.
func appendImages(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	dst = picture.Open(dst, o.Request.NowMs)
	if picture.Is(body) {
		return picture.Close(picture.Bytes(dst, body))
	}
	p, _ := readPrediction(body)
	if wantsBytes(o) {
		o.Request.Drop("response_format")
	}
	if url := rewrite.Contents(p.output); url != "" {
		dst = picture.URL(dst, url)
	}
	for it := rewrite.Over(p.output); it.Next(); {
		if url := rewrite.Contents(it.Value); url != "" {
			dst = picture.URL(dst, url)
		}
	}
	return picture.Close(dst)
}
