package core

import (
	"strings"

	"causeway/core/rewrite"
)

// DataURI takes contents of the form data:image/png;base64,iVBO… apart. media is plain text and without parameters; data
// stays escaped, which matters to senders that write every slash as \/. ok is false for any other contents.
func DataURI(contents string) (media, data string, ok bool) {
	rest, ok := strings.CutPrefix(contents, "data:")
	if !ok {
		return "", "", false
	}
	media, data, ok = strings.Cut(rest, ";base64,")
	media, _, _ = strings.Cut(media, ";")
	return rewrite.Unescape(media), data, ok
}
