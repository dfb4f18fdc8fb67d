package solo

import (
	"strings"

	"causeway/core"
	"causeway/core/picture"
	"causeway/core/rewrite"
)

// appendImageRequest is Images.Request.
//
//	{"model":"wanx-v1","prompt":"a cat","size":"1024x1024","n":1}
//	→ {"model":"wanx-v1","input":{"prompt":"a cat"},"parameters":{"size":"1024*1024","n":1}}
func appendImageRequest(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = rewrite.Text(append(dst, '{'), "model", r.Model)
	dst = append(rewrite.Key(dst, "input"), '{')
	for _, key := range [...]string{"prompt", "negative_prompt"} {
		if raw := rewrite.Member(r.Body, key); raw != "" {
			dst = rewrite.Raw(dst, key, raw)
		}
	}
	dst = append(rewrite.Key(append(dst, '}'), "parameters"), '{')
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "model", "prompt", "negative_prompt", "response_format", "stream":
		case "size":
			width, height, ok := picture.Sides(rewrite.Contents(m.Value))
			if !ok {
				r.Drop(m.Key)
				continue
			}
			dst = rewrite.Text(dst, m.Key, width+"*"+height)
		case "background", "moderation", "output_compression", "partial_images", "quality", "user":
			r.Drop(m.Key)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	return append(dst, `}}`...), nil
}

// pollMs is how long a task is left alone before it is asked for again.
const pollMs = 1000

// follow is Images.Follow: a task is asked for until it has ended. A file is at a URL: where the caller wants its bytes and
// there is one, that is where the answer is.
func follow(o *core.ReadOptions, body string) (*core.Next, *core.Fault) {
	if _, ok := rewrite.Check(body); !ok {
		return nil, nil
	}
	output := rewrite.Member(body, "output")
	id := rewrite.Contents(rewrite.Member(output, "task_id"))
	switch word := rewrite.Contents(rewrite.Member(output, "task_status")); word {
	case "PENDING", "RUNNING", "SUSPENDED":
		if id == "" || strings.ContainsAny(id, `/?#\`) {
			return nil, nil
		}
		return &core.Next{URL: "/api/v1/tasks/" + id, AfterMs: pollMs}, nil
	case "FAILED", "CANCELED", "UNKNOWN":
		f := readFailure(output)
		fault := &core.Fault{Blame: core.Upstream, Status: f.status(), Code: rewrite.Unescape(f.code), Message: "the task has ended: " + word}
		if f.message != "" {
			fault.Message = rewrite.Unescape(f.message)
		}
		return nil, fault
	}
	if url := onlyURL(output); wantsBytes(o) && strings.HasPrefix(url, "https://") {
		return &core.Next{URL: url, Accept: "image/*"}, nil
	}
	return nil, nil
}

func wantsBytes(o *core.ReadOptions) bool {
	return rewrite.Member(o.Request.Body, "response_format") == `"b64_json"`
}

// onlyURL is where the picture of an output is that has one.
func onlyURL(output string) string {
	it := rewrite.Over(rewrite.Member(output, "results"))
	it.Next()
	url := rewrite.Unescape(rewrite.Contents(rewrite.Member(it.Value, "url")))
	if it.Next() {
		return ""
	}
	return url
}

// appendImages is Images.Answer: {"output":{"results":[{"url":"https://…"}]}}, or the bytes of the one file.
func appendImages(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	dst = picture.Open(dst, o.Request.NowMs)
	if picture.Is(body) {
		return picture.Close(picture.Bytes(dst, body))
	}
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	if wantsBytes(o) {
		o.Request.Drop("response_format")
	}
	for it := rewrite.Over(rewrite.Member(rewrite.Member(body, "output"), "results")); it.Next(); {
		if url := rewrite.Contents(rewrite.Member(it.Value, "url")); url != "" {
			dst = picture.URL(dst, url)
		}
	}
	return picture.Close(dst)
}
