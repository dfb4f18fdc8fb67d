package core

import "strings"

// expand appends template to dst with every {name} replaced: {model} by the request's model, any other by the option of
// that name. put appends a value: appendLabel in a host, appendSegment in a URL behind it, appendPlain in a header. An
// option that nobody gave is the caller's fault, unless it is written {name?}, which may be empty. {+name} is for a value
// of several segments or labels, a URL or a model's path: its slashes and dots stay (the notation is RFC 6570's).
func (a *attempt) expand(dst []byte, template string, put func(dst []byte, value string) []byte) ([]byte, *Fault) {
	for {
		before, rest, found := strings.Cut(template, "{")
		dst = append(dst, before...)
		if !found {
			return dst, nil
		}
		name, after, _ := strings.Cut(rest, "}")
		template = after
		name, isOptional := strings.CutSuffix(name, "?")
		name, isPath := strings.CutPrefix(name, "+")
		value := a.value(name)
		if value == "" && !isOptional {
			return nil, a.absent(name)
		}
		if isPath {
			dst = appendPath(dst, value)
			continue
		}
		dst = put(dst, value)
	}
}

func (a *attempt) value(name string) string {
	if derive := a.target.Vendor.Derive; derive != nil {
		if value, ok := derive(&a.request, name); ok {
			return value
		}
	}
	if name == "model" {
		return strings.TrimPrefix(a.request.Model, a.service.ModelTrim)
	}
	return a.request.Option(name)
}

func (a *attempt) absent(name string) *Fault {
	if name == "model" {
		f := callerFault(400, "missing_member", `"model" is missing: `+a.target.Vendor.Name+" names the model in its URL")
		f.Param = "model"
		return f
	}
	return a.request.Missing(name)
}

func appendPlain(dst []byte, value string) []byte { return append(dst, value...) }

// appendPath appends segments with the slashes between them.
func appendPath(dst []byte, value string) []byte {
	for i := strings.IndexByte(value, '/'); i >= 0; i = strings.IndexByte(value, '/') {
		dst = append(appendSegment(dst, value[:i]), '/')
		value = value[i+1:]
	}
	return appendSegment(dst, value)
}

// appendSegment escapes value for a segment of a URL's path. The characters that stay are those of RFC 3986's pchar
// but '+', which some servers read as a space, so that header values and ids pass as they are.
func appendSegment(dst []byte, value string) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~!$&'()*,;=:@", c) >= 0 {
			dst = append(dst, c)
			continue
		}
		dst = append(dst, '%', digits[c>>4], digits[c&15])
	}
	return dst
}
