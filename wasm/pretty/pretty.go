// Package pretty stands in for github.com/tidwall/pretty, which gjson asks for its modifiers @pretty and @ugly.
//
// No path here has a modifier, and the real package brings encoding/json, and with it most of reflect, into the edge
// binary: 151 KB of 2.8 MB gzip (measured 2026-11-25, go1.26). go.mod replaces it. What it is given it gives back as it is.
package pretty

// Options are how JSON is laid out.
type Options struct {
	Width    int
	Prefix   string
	Indent   string
	SortKeys bool
}

// DefaultOptions are the real package's.
var DefaultOptions = &Options{Width: 80, Indent: "  "}

// Pretty is json.
func Pretty(json []byte) []byte { return json }

// PrettyOptions is json.
func PrettyOptions(json []byte, _ *Options) []byte { return json }

// Ugly is json.
func Ugly(json []byte) []byte { return json }
