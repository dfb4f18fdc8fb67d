package gemini

import (
	"slices"
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// natives are the tools that Google runs itself, as a Tool names them, sorted. A function of that name means the tool
// (Portkey's convention: Portkey-AI/gateway 1.15.2), and so does a tool of that type, in either spelling.
//
// https://ai.google.dev/api/caching#Tool and Vertex AI's Tool (read 2026-11-21)
var natives = [...]string{
	"codeExecution",
	"computerUse",
	"enterpriseWebSearch",
	"fileSearch",
	"googleMaps",
	"googleSearch",
	"googleSearchRetrieval",
	"mcpServers",
	"retrieval",
	"urlContext",
}

// native is the tool that a name in camelCase or snake_case means.
func native(name string) (string, bool) {
	name = strings.ReplaceAll(name, "_", "")
	for _, tool := range natives {
		if strings.EqualFold(tool, name) {
			return tool, true
		}
	}
	return "", false
}

// kinds are the tools that other providers' servers run, by how their types begin, and Google's tool for the same thing.
//
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview,
// https://platform.openai.com/docs/guides/tools (read 2026-11-25)
var kinds = [...]struct{ prefix, tool string }{
	{"code_execution_", "codeExecution"},
	{"code_interpreter", "codeExecution"},
	{"web_fetch_", "urlContext"},
	{"web_search", "googleSearch"},
}

// kin is Google's tool for another provider's.
func kin(kind string) (string, bool) {
	for i := range kinds {
		if strings.HasPrefix(kind, kinds[i].prefix) {
			return kinds[i].tool, true
		}
	}
	return "", false
}

// toolbox collects the two kinds of tools: functions stand in one Tool, Google's own in one each.
type toolbox struct {
	*translation
	functions []byte
	natives   []byte
}

// tools appends tools and toolConfig.
func (t *translation) tools(dst []byte) ([]byte, *core.Fault) {
	b := toolbox{translation: t}
	i := 0
	for it := rewrite.Over(t.raw[hubTools]); it.Next(); i++ {
		if fault := b.tool(i, it.Value); fault != nil {
			return nil, fault
		}
	}
	i = 0
	for it := rewrite.Over(t.raw[hubFunctions]); it.Next(); i++ {
		b.function("functions", i, "", it.Value)
	}
	if options := t.raw[hubWebSearch]; rewrite.IsObject(options) && !strings.Contains(string(b.natives), `"googleSearch"`) {
		b.own("googleSearch", "", "{}")
		t.dropIn("web_search_options", options)
	}
	if len(b.functions)+len(b.natives) > 0 {
		dst = append(rewrite.Key(dst, "tools"), '[')
		if len(b.functions) > 0 {
			dst = append(dst, `{"functionDeclarations":[`...)
			dst = append(dst, b.functions...)
			dst = append(dst, `]}`...)
		}
		if len(b.natives) > 0 {
			dst = append(rewrite.Comma(dst), b.natives...)
		}
		dst = append(dst, ']')
	}
	return t.choose(dst, len(b.functions) > 0)
}

// tool sorts tools[i].
func (b *toolbox) tool(i int, raw string) *core.Fault {
	kind := rewrite.Plain(rewrite.Member(raw, "type"))
	if kind == "" && rewrite.IsObject(raw) { // {"google_search":{}}: Google's shape already
		b.natives = rewrite.AppendMinified(rewrite.Comma(b.natives), raw)
		return nil
	}
	if kind == "function" {
		function := rewrite.Member(raw, "function")
		if !rewrite.IsObject(function) {
			path := core.Place("tools", i, ".function")
			return core.Refuse(path, path+": an object is expected")
		}
		b.function("tools", i, ".function", function)
		b.dropIn(core.Place("tools", i, ""), raw, "type", "function")
		return nil
	}
	name, ok := native(kind)
	if other, isKin := kin(kind); !ok && isKin {
		b.own(other, "", "{}")
		b.dropIn(core.Place("tools", i, ""), raw, "type", "name")
		return nil
	}
	if !ok {
		path := core.Place("tools", i, ".type")
		return core.Refuse(path, path+": Gemini has no tool "+quoted(kind))
	}
	b.own(name, kind, raw)
	return nil
}

// own adds one of Google's tools. What it is set to stands under its name, or beside its type.
func (b *toolbox) own(name, kind, raw string) {
	b.natives = append(rewrite.Comma(b.natives), '{')
	b.natives = rewrite.Key(b.natives, name)
	if options := rewrite.Given(raw, kind); options != "" {
		b.natives = append(append(b.natives, options...), '}')
		return
	}
	b.natives = append(b.natives, '{')
	for it := rewrite.Over(raw); it.Next(); {
		if it.Key != "type" {
			b.natives = rewrite.Raw(b.natives, it.Key, it.Value)
		}
	}
	b.natives = append(b.natives, `}}`...)
}

// function adds a declaration. list, i and rest say where it stands.
func (b *toolbox) function(list string, i int, rest, raw string) {
	parameters := rewrite.Given(raw, "parameters")
	if name, ok := native(rewrite.Plain(rewrite.Member(raw, "name"))); ok {
		b.own(name, "parameters", `{"parameters":`+object(parameters)+`}`)
		return
	}
	b.functions = append(rewrite.Comma(b.functions), '{')
	b.functions = rawMember(b.functions, "name", rewrite.Member(raw, "name"))
	b.functions = rawMember(b.functions, "description", rewrite.Given(raw, "description"))
	b.functions = rawMember(b.functions, "parametersJsonSchema", parameters)
	known := [...]string{"name", "description", "parameters", "response", "responseJsonSchema", "behavior"}
	for _, own := range known[3:] { // Google's, which OpenAI has not
		b.functions = rawMember(b.functions, own, rewrite.Given(raw, own))
	}
	b.functions = append(b.functions, '}')
	b.dropIn(core.Place(list, i, rest), raw, known[:]...)
}

// object is raw, or an empty object.
func object(raw string) string {
	if rewrite.IsObject(raw) {
		return raw
	}
	return "{}"
}

// dropIn drops the members of raw, which stands at path, that are not known.
func (t *translation) dropIn(path, raw string, known ...string) {
	for it := rewrite.Over(raw); it.Next(); {
		if !isNull(it.Value) && !slices.Contains(known, it.Key) {
			t.r.Drop(path + "." + it.Key)
		}
	}
}
