package tests

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"causeway/providers"

	"github.com/stretchr/testify/require"
)

// house is the repository's folder, seen from this package.
const house = ".."

// floor is the floor a package lives on, -1 for one that has none.
func floor(pkg string) int {
	switch {
	case strings.HasPrefix(pkg, "core/"):
		return 0
	case pkg == "core":
		return 1
	case strings.HasPrefix(pkg, "providers/"):
		return 2
	case pkg == "providers":
		return 3
	case pkg == "worker/drive", pkg == "worker/control", pkg == "wasm/abi":
		return 4
	case pkg == "worker/edge", pkg == "worker/local", pkg == "wasm/export", pkg == "wasm/host":
		return 5
	case pkg == "worker", pkg == "wasm":
		return 6
	}
	return -1
}

// sansIO may not be imported on floors 0 to 3: no clock, dice, socket, environment, goroutine or lock there, and nothing
// that allocates by reflection.
var sansIO = []string{
	"bufio", "context", "crypto/rand", "encoding/json", "fmt", "io", "log", "log/slog", "math/rand", "math/rand/v2", "net",
	"net/http", "os", "reflect", "regexp", "runtime", "sync", "sync/atomic", "syscall/js", "time",
}

func TestFloorsImportOnlyLowerOnes(t *testing.T) {
	for _, p := range packages(t) {
		at := floor(p.name())
		if strings.HasPrefix(p.name(), "tests") {
			continue
		}
		require.GreaterOrEqual(t, at, 0, "package %s has no floor: DESIGN §3", p.name())
		for _, imported := range p.Imports {
			if below, ours := strings.CutPrefix(imported, "causeway/"); ours {
				require.Less(t, floor(below), at, "%s imports %s", p.name(), below)
			}
			if at <= 3 && !(p.name() == "core/pattern" && imported == "regexp") { // its reason for being
				require.NotContains(t, sansIO, imported, "%s imports %s", p.name(), imported)
			}
		}
	}
}

func TestControlPlaneReachesNoHTTPClient(t *testing.T) {
	calls := []string{"http.Get(", "http.Post(", "http.Head(", "http.PostForm(", "http.DefaultClient", "http.Client{", "http.DefaultTransport"}
	for _, p := range packages(t) {
		if at := floor(p.name()); at < 0 || at > 3 && p.name() != "worker/control" && p.name() != "wasm/export" {
			continue
		}
		for _, file := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, file))
			require.NoError(t, err)
			for _, call := range calls {
				require.NotContains(t, string(text), call, "%s/%s", p.name(), file)
			}
		}
	}
}

// TestEdgeBuildLeavesOutWhatIsLarge: encoding/json alone was 151 KB gzip, with what it keeps of reflect.
func TestEdgeBuildLeavesOutWhatIsLarge(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "./worker")
	list.Dir = house
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := list.Output()
	require.NoError(t, err)
	for _, large := range []string{"encoding/json", "encoding/xml", "text/template", "html/template", "go/ast"} {
		require.NotContains(t, strings.Fields(string(out)), large)
	}
}

func TestTopLevelHoldsOnlyWhatTheDesignNames(t *testing.T) {
	allowed := []string{
		"worker", "core", "providers", "wasm", "tests", "wrangler.toml", "build.sh", "go.mod", "go.sum", "README.md",
		"LICENSE", ".gitignore", ".ci", "package.json", "package-lock.json", "tsconfig.json", "staticcheck.conf",
	}
	for _, file := range tracked(t) {
		top, _, _ := strings.Cut(file, "/")
		require.Contains(t, allowed, top)
	}
}

func TestFilesAreNamedForANoun(t *testing.T) {
	for _, file := range tracked(t) {
		stem, _, _ := strings.Cut(path.Base(file), ".")
		for word := range strings.SplitSeq(strings.ToLower(stem), "_") {
			for _, vague := range []string{"helper", "util", "common", "base", "types", "shared", "misc"} {
				require.NotContains(t, []string{vague, vague + "s"}, word, "%s: name it for what it holds", file)
			}
		}
	}
}

func TestReadmeNamesEveryVerb(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(house, "README.md"))
	require.NoError(t, err)
	for _, verb := range []string{"run", "test", "worker", "dev", "deploy", "bench", "fuzz", "golden"} {
		require.Contains(t, string(readme), "./build.sh "+verb)
	}
}

func TestReadmeNamesEveryVendor(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(house, "README.md"))
	require.NoError(t, err)
	for _, name := range providers.Names() {
		require.Contains(t, string(readme), "`"+name+"`")
	}
}

func TestEdgeScriptsAreSmallAndHoldNoPolicy(t *testing.T) {
	policy := []string{
		"fallback", "loadbalance", "conditional", "weight", "retry", "x-portkey", "x-causeway", "openai", "anthropic", "gemini",
		"google", "event-stream", "[DONE]", "api_key", "config",
	}
	lines := 0
	for _, file := range tracked(t) {
		if !strings.HasPrefix(file, "worker/") || path.Ext(file) != ".mjs" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(house, file))
		require.NoError(t, err)
		require.True(t, strings.Contains(string(text), "// @ts-check"), file)
		lines += strings.Count(string(text), "\n")
		for _, word := range policy {
			require.NotContains(t, strings.ToLower(string(text)), word, file)
		}
	}
	require.LessOrEqual(t, lines, 400)
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func (p listed) name() string { return strings.TrimPrefix(p.ImportPath, "causeway/") }

// packages are the packages of all three builds, a package of several builds once for each.
func packages(t *testing.T) (all []listed) {
	for _, target := range []string{"", "js", "wasip1"} {
		list := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,GoFiles,Imports", "./...")
		list.Dir = house
		list.Env = os.Environ()
		if target != "" {
			list.Env = append(list.Env, "GOOS="+target, "GOARCH=wasm")
		}
		out, err := list.Output()
		require.NoError(t, err)
		decoder := json.NewDecoder(strings.NewReader(string(out)))
		for {
			var p listed
			if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			if !strings.Contains(p.ImportPath, "node_modules") {
				all = append(all, p)
			}
		}
	}
	return all
}

// tracked are the files of the repository that exist.
func tracked(t *testing.T) []string {
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard")
	list.Dir = house
	out, err := list.Output()
	require.NoError(t, err)
	return slices.DeleteFunc(strings.Fields(string(out)), func(file string) bool {
		_, err := os.Lstat(filepath.Join(house, file))
		return err != nil
	})
}

func TestReadmeShowsTheWallAsItStands(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(house, "README.md"))
	require.NoError(t, err)
	wall, err := os.ReadFile(filepath.Join(house, "tests", "wall", "wall.md"))
	require.NoError(t, err)
	require.Contains(t, string(readme), strings.TrimSpace(string(wall)), "copy tests/wall/wall.md into the README")
}
