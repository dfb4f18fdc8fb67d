package local

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"causeway/core"
)

// Files is a store in a directory: the key "config/team-a" is the file config/team-a.json in it. It is read anew for every
// call, so that an edit counts at once. "" is a store that holds nothing.
type Files string

// Get reads keys. A key that is not two plain names, or has no readable file, is not found.
func (dir Files) Get(_ context.Context, keys []string) []core.Value {
	values := make([]core.Value, len(keys))
	for i, key := range keys {
		folder, name, _ := strings.Cut(key, "/")
		if dir == "" || !isPlain(folder) || !isPlain(name) {
			continue
		}
		if text, err := os.ReadFile(filepath.Join(string(dir), folder, name+".json")); err == nil {
			values[i] = core.Value{Found: true, Text: string(text)}
		}
	}
	return values
}

// isPlain reports that name is letters, digits, '-', '_' and single dots within: nothing that leads out of a folder.
func isPlain(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '-', c == '_':
		case c == '.' && i > 0 && name[i-1] != '.':
		default:
			return false
		}
	}
	return name != "" && len(name) <= 128
}
