package tests

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFunctionsAndFilesAreShort(t *testing.T) {
	total, long := 0, 0
	eachSource(t, func(s source) {
		lines := s.set.File(s.file.Pos()).LineCount()
		require.LessOrEqual(t, lines, fileLimit(s.path), s.path)
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			length := s.line(f.End()) - s.line(f.Pos()) + 1
			total++
			if length > 35 {
				long++
			}
			require.True(t, length <= 60 || isFlatSwitch(f), "%s: %s has %d lines", s.path, f.Name.Name, length)
		}
	})
	require.Less(t, long*20, total, "more than one function in twenty is over 35 lines")
}

// fileLimit is how many lines a file may have; a file that is one table may be longer.
func fileLimit(file string) int {
	if path.Base(file) == "vendors.go" {
		return 1200
	}
	return 400
}

func isFlatSwitch(f *ast.FuncDecl) bool {
	for _, s := range f.Body.List {
		if _, ok := s.(*ast.SwitchStmt); ok && len(f.Body.List) <= 3 {
			return true
		}
	}
	return false
}

func TestNothingRunsBeforeMain(t *testing.T) {
	eachSource(t, func(s source) {
		for _, decl := range s.file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
				require.NotEqual(t, "init", f.Name.Name, s.path)
			}
		}
	})
}

func TestPackageStateIsTables(t *testing.T) {
	eachSource(t, func(s source) {
		if floor(path.Dir(s.path)) > 3 {
			return
		}
		for _, decl := range s.file.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				v := spec.(*ast.ValueSpec)
				require.True(t, isTable(v) || isEmbedded(d), "%s: var %s is no table literal", s.path, v.Names[0].Name)
			}
		}
	})
}

// isTable reports that a package-level variable is an array literal, a struct literal or the address of one, without a
// map in it; or a proof that a type implements an interface.
func isTable(v *ast.ValueSpec) bool {
	if v.Names[0].Name == "_" {
		return true
	}
	if len(v.Values) != 1 {
		return false
	}
	value := v.Values[0]
	if address, ok := value.(*ast.UnaryExpr); ok && address.Op == token.AND {
		value = address.X
	}
	table, ok := value.(*ast.CompositeLit)
	if !ok {
		return false
	}
	hasMap := false
	ast.Inspect(table, func(n ast.Node) bool {
		_, isMap := n.(*ast.MapType)
		hasMap = hasMap || isMap
		return true
	})
	array, isArray := table.Type.(*ast.ArrayType)
	return !hasMap && (!isArray || array.Len != nil)
}

// isEmbedded reports that a variable is a file that the program holds.
func isEmbedded(d *ast.GenDecl) bool {
	return d.Doc != nil && strings.HasPrefix(d.Doc.List[0].Text, "//go:embed ")
}

func TestNoGoroutineInTheCore(t *testing.T) {
	eachSource(t, func(s source) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				require.Greater(t, floor(path.Dir(s.path)), 3, "%s starts a goroutine", s.path)
			}
			return true
		})
	})
}

// homes says where each literal of the wire lives. Elsewhere it would be a second place to change.
var homes = []struct{ literal, home string }{
	{"[DONE]", "providers/openai"},
	{"data: ", "core/frame"},
	{"tool_use", "providers/anthropic providers/responses providers/bedrock"}, // the others as the hub's word for where a call stands
	{"message_start", "providers/anthropic"},
	{"input_json_delta", "providers/anthropic"},
	{"functionCall", "providers/gemini"},
	{"thoughtSignature", "providers/gemini"},
	{"MALFORMED_FUNCTION_CALL", "providers/gemini"},
	{"x-portkey-last-used-option-index", "core"},
	{"x-causeway-dropped-params", "core"},
	{"loadbalance", "core/config"},
	{"on_status_codes", "core/config"},
	{"api.openai.com", "providers"},
	{"api.anthropic.com", "providers"},
	{"generativelanguage.googleapis.com", "providers"},
}

func TestLiteralsHaveOneHome(t *testing.T) {
	eachSource(t, func(s source) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			for _, h := range homes {
				if strings.Contains(text, h.literal) {
					require.Contains(t, strings.Fields(h.home), path.Dir(s.path), "%s:%d: %q is at home in %s", s.path, s.line(literal.Pos()), h.literal, h.home)
				}
			}
			return true
		})
	})
}

// later is what stands where something was put off. (It is written so that it does not find itself.)
var later = regexp.MustCompile(`\b(TO[D]O|FIX[M]E|XX[X]|t\.Sk[i]p)`)

func TestNothingIsLeftForLater(t *testing.T) {
	for _, file := range tracked(t) {
		if path.Ext(file) != ".go" && path.Ext(file) != ".mjs" && path.Ext(file) != ".sh" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(house, file))
		require.NoError(t, err)
		require.NotRegexp(t, later, string(text), file)
	}
}

// source is a parsed Go file that is not a test.
type source struct {
	path string // "core/exchange.go"
	set  *token.FileSet
	file *ast.File
}

func (s source) line(p token.Pos) int { return s.set.Position(p).Line }

// eachSource visits the Go files of the house that are not tests and not below tests.
func eachSource(t *testing.T, visit func(source)) {
	for _, file := range tracked(t) {
		if path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "tests/") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, filepath.Join(house, file), nil, parser.SkipObjectResolution|parser.ParseComments)
		require.NoError(t, err)
		visit(source{file, set, parsed})
	}
}
