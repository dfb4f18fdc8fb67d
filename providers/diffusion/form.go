package diffusion

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// boundary parts the fields of a form. It is always the same, so that a request has one form of bytes; a value that holds
// it is refused.
const boundary = "causeway-8c1f63a0b7d94e25"

// FormType is the content type of what Form writes (RFC 7578).
const FormType = "multipart/form-data; boundary=" + boundary

// HasVariants reports that a model is one of several behind one address, which the form names.
func HasVariants(r *core.Request) bool { return strings.HasPrefix(r.Model, "sd3") }

// IsEngine reports that a model is one of Stability's first API.
func IsEngine(r *core.Request) bool { return strings.HasPrefix(r.Model, "stable-diffusion-") }

// appendForm is Form.Request: a field for each member.
//
//	--boundary␍␊content-disposition: form-data; name="prompt"␍␊␍␊a cat␍␊--boundary--␍␊
func appendForm(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	var fault *core.Fault
	if HasVariants(r) {
		dst, fault = appendField(dst, "model", r.Model)
	}
	each(r, names{ratio: "aspect_ratio"}, func(key, raw string) {
		if fault != nil {
			return
		}
		value := raw
		if strings.HasPrefix(raw, `"`) {
			value = rewrite.Unescape(rewrite.Contents(raw))
		}
		dst, fault = appendField(dst, key, value)
	})
	if fault != nil {
		return nil, fault
	}
	return append(dst, "--"+boundary+"--\r\n"...), nil
}

func appendField(dst []byte, key, value string) ([]byte, *core.Fault) {
	if strings.Contains(value, boundary) || strings.ContainsAny(key, "\"\r\n") {
		return nil, core.Refuse(key, "this member cannot be a field of a form")
	}
	dst = append(dst, "--"+boundary+"\r\ncontent-disposition: form-data; name=\""...)
	dst = append(append(dst, key...), "\"\r\n\r\n"...)
	return append(append(dst, value...), "\r\n"...), nil
}
