package sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Field is one header line: Name in lower case.
type Field struct{ Name, Value string }

// Credentials are whose signature it is. SessionToken is "" for keys that do not expire.
type Credentials struct{ AccessKey, SecretKey, SessionToken string }

// Request is what is signed. Header holds the fields that the signature covers beside the host, which is the URL's, and
// those that V4 adds: a name may stand in it more than once.
type Request struct {
	Method, URL, Body string
	Header            []Field
}

// algorithm is the first word of what is signed and of the proof.
const algorithm = "AWS4-HMAC-SHA256"

// V4 returns the fields that prove to Amazon Web Services who sends r to a service in a region at a time: authorization,
// x-amz-date, and with a session token x-amz-security-token. stamp is the time as date.AppendStamp writes it,
// 20150830T123600Z. It is Signature Version 4 in the header; what is signed is the request in a canonical form:
//
//	POST                                                    method
//	/model/arn%3Aaws%3Abedrock/converse                     path, its segments escaped once more than they are sent
//	a=1&b=                                                  query, sorted
//	content-type:application/json                           the fields to be signed, sorted, host among them
//	host:bedrock-runtime.us-east-1.amazonaws.com
//	x-amz-date:20150830T123600Z
//
//	content-type;host;x-amz-date                            their names
//	e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca…      SHA-256 of the body
//
// S3, which escapes the path once and signs a field with the body's hash, is not served.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read 2026-11-25)
func V4(r *Request, c *Credentials, region, service, stamp string) []Field {
	day := stamp[:min(len("20150830"), len(stamp))]
	added := []Field{{"x-amz-date", stamp}}
	if c.SessionToken != "" {
		added = append(added, Field{"x-amz-security-token", c.SessionToken})
	}
	host, path, query := parts(r.URL)
	header := append(append([]Field{{"host", host}}, r.Header...), added...)
	lines, names := canonicalHeader(header)

	canonical := r.Method + "\n" + canonicalPath(path) + "\n" + canonicalQuery(query) + "\n" +
		lines + "\n" + names + "\n" + digest(r.Body)
	scope := day + "/" + region + "/" + service + "/aws4_request"
	key := mac("AWS4"+c.SecretKey, day)
	for _, word := range [...]string{region, service, "aws4_request"} {
		key = mac(key, word)
	}
	signature := mac(key, algorithm+"\n"+stamp+"\n"+scope+"\n"+digest(canonical))
	return append(added, Field{"authorization", algorithm + " Credential=" + c.AccessKey + "/" + scope +
		", SignedHeaders=" + names + ", Signature=" + hex.EncodeToString([]byte(signature))})
}

// parts are a URL's host, path and query.
func parts(url string) (host, path, query string) {
	_, rest, _ := strings.Cut(url, "://")
	rest, query, _ = strings.Cut(rest, "?")
	if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		return rest[:slash], rest[slash:], query
	}
	return rest, "", query
}

// canonicalHeader are the lines of the fields, sorted by name, and their names. The values of a name that stands in
// several fields are one list, in their order.
func canonicalHeader(header []Field) (lines, names string) {
	order(header, func(a, b Field) bool { return a.Name < b.Name })
	var text, list []byte
	for i, f := range header {
		value := strings.Join(strings.Fields(f.Value), " ")
		if i > 0 && header[i-1].Name == f.Name {
			text = append(append(text[:len(text)-1], ','), value...)
			text = append(text, '\n')
			continue
		}
		text = append(append(append(append(text, f.Name...), ':'), value...), '\n')
		if i > 0 {
			list = append(list, ';')
		}
		list = append(list, f.Name...)
	}
	return string(text), string(list)
}

// canonicalPath is the path without "." and ".." and empty segments, as RFC 3986 §5.2.4 takes them away, and what is left
// escaped once more: AWS does so with what arrives.
func canonicalPath(path string) string {
	var kept []string
	segments := strings.Split(path, "/")
	for _, segment := range segments {
		switch segment {
		case "", ".":
		case "..":
			kept = kept[:max(len(kept)-1, 0)]
		default:
			kept = append(kept, segment)
		}
	}
	out := []byte{}
	for _, segment := range kept {
		out = escape(append(out, '/'), segment, false)
	}
	if last := segments[len(segments)-1]; len(kept) == 0 || last == "" || last == "." || last == ".." {
		out = append(out, '/')
	}
	return string(out)
}

// canonicalQuery is the query sorted by name and value, each escaped once: what is escaped already stays so.
func canonicalQuery(query string) string {
	if query == "" {
		return ""
	}
	list := strings.Split(query, "&")
	for i, pair := range list {
		name, value, _ := strings.Cut(pair, "=")
		list[i] = string(escape(append(escape(nil, name, true), '='), value, true))
	}
	order(list, func(a, b string) bool {
		nameA, valueA, _ := strings.Cut(a, "=")
		nameB, valueB, _ := strings.Cut(b, "=")
		return nameA < nameB || nameA == nameB && valueA < valueB
	})
	return strings.Join(list, "&")
}

// escape appends text with everything escaped but RFC 3986's unreserved characters and, if told so, what is an escape.
func escape(dst []byte, text string, keepsEscapes bool) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 ||
			c == '%' && keepsEscapes {
			dst = append(dst, c)
			continue
		}
		dst = append(dst, '%', digits[c>>4], digits[c&15])
	}
	return dst
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func mac(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return string(h.Sum(nil))
}

// order sorts a short list by insertion and leaves equals as they stand: slices.SortStableFunc is 4 KB gzip for each type.
func order[T any](list []T, less func(a, b T) bool) {
	for i := range list {
		for ; i > 0 && less(list[i], list[i-1]); i-- {
			list[i-1], list[i] = list[i], list[i-1]
		}
	}
}
