package diffusion

import (
	"strings"

	"causeway/core"
	"causeway/core/picture"
	"causeway/core/rewrite"
)

// holders are the members in which a picture or a list of them may be.
var holders = [...]string{"artifacts", "base64", "image", "images", "result"}

// appendImages is the Answer of all dialects.
func appendImages(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	dst = picture.Open(dst, o.Request.NowMs)
	if picture.Is(body) {
		return picture.Close(picture.Bytes(dst, body))
	}
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	const depth = 4 // of {"result":{"images":[{"base64":"…"}]}}
	return picture.Close(appendHeld(dst, body, depth))
}

// appendHeld appends the pictures that raw is or holds.
func appendHeld(dst []byte, raw string, depth int) []byte {
	if data := rewrite.Contents(raw); strings.HasPrefix(data, "http") || strings.HasPrefix(data, "data:") {
		return picture.URL(dst, data)
	} else if data != "" {
		return picture.Base64(dst, data)
	}
	for it := rewrite.Over(raw); depth > 0 && it.Next(); {
		if (it.Key == "" || isHolder(it.Key)) && !isWithheld(it.Value) {
			dst = appendHeld(dst, it.Value, depth-1)
		}
	}
	return dst
}

func isHolder(key string) bool {
	for _, h := range holders {
		if h == key {
			return true
		}
	}
	return false
}

// judge is the Follow of all dialects: a reply whose pictures were all withheld is a failure.
//
//	{"artifacts":[{"base64":"…","finishReason":"CONTENT_FILTERED"}]}, {"image":"…","finish_reason":"CONTENT_FILTERED"}
func judge(_ *core.ReadOptions, body string) (*core.Next, *core.Fault) {
	if _, ok := rewrite.Check(body); !ok {
		return nil, nil
	}
	pictures, withheld := 0, 0
	weigh := func(raw string) {
		pictures++
		if isWithheld(raw) {
			withheld++
		}
	}
	switch list := rewrite.Member(body, "artifacts"); {
	case list != "":
		body = list
	case strings.TrimSpace(body)[0] != '[':
		weigh(body)
		body = ""
	}
	for it := rewrite.Over(body); it.Next(); {
		weigh(it.Value)
	}
	if withheld == 0 || withheld < pictures {
		return nil, nil
	}
	return nil, &core.Fault{Blame: core.Upstream, Status: 400, Type: "invalid_request_error", Code: "content_policy_violation",
		Message: "the picture was withheld by the provider's content filter"}
}

func isWithheld(raw string) bool {
	return rewrite.Member(raw, "finishReason") == `"CONTENT_FILTERED"` || rewrite.Member(raw, "finish_reason") == `"CONTENT_FILTERED"`
}
