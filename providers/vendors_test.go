package providers

import (
	"net/url"
	"regexp"
	"sort"
	"strings"
	"testing"

	"causeway/core"

	"github.com/stretchr/testify/require"
)

func TestEveryRowIsSound(t *testing.T) {
	require.True(t, sort.SliceIsSorted(vendors[:], func(i, j int) bool { return vendors[i].Name < vendors[j].Name }))
	seen := map[string]bool{}
	for i := range vendors {
		v := &vendors[i]
		t.Run(v.Name, func(t *testing.T) {
			for _, name := range append([]string{v.Name}, v.Aliases...) {
				require.False(t, seen[name], "%s stands twice", name)
				require.Equal(t, strings.ToLower(name), name)
				require.Same(t, v, Lookup(name))
				seen[name] = true
			}
			require.NotEmpty(t, v.Source)
			require.True(t, sort.SliceIsSorted(v.Options, func(i, j int) bool { return v.Options[i].Key < v.Options[j].Key }))
			require.Equal(t, strings.ToLower(v.Auth.Header), v.Auth.Header)
			requireTemplates(t, v, v.Base)
			if v.Base != "" && v.Base[0] != '{' { // that is an option's URL
				u, err := url.Parse(strings.NewReplacer("{", "", "}", "", "?", "").Replace(v.Base))
				require.NoError(t, err)
				require.True(t, u.Scheme == "https" || v.Base == "binding://AI") // the one that the edge knows
				require.False(t, strings.HasSuffix(v.Base, "/"))
			}
			for _, f := range v.Header {
				require.Equal(t, strings.ToLower(f.Name), f.Name)
				requireTemplates(t, v, f.Value)
			}
			require.NotEmpty(t, v.Services)
			settled := map[core.Endpoint]bool{}
			for _, s := range v.Services {
				require.False(t, settled[s.Endpoint], "no row behind one that fits everything is ever reached")
				settled[s.Endpoint] = s.Fits == nil
				require.NotNil(t, s.Dialect)
				require.True(t, s.Path == "" || strings.HasPrefix(s.Path, "/") || strings.Contains(s.Path, "{path}"), s.Path)
				requireTemplates(t, v, s.Path)
				requireTemplates(t, v, s.StreamPath)
				requireTemplates(t, v, s.BodyModel)
				for _, f := range append(s.Header[:len(s.Header):len(s.Header)], s.StreamHeader...) {
					require.Equal(t, strings.ToLower(f.Name), f.Name)
					requireTemplates(t, v, f.Value)
				}
				if s.Dialect != Door(s.Endpoint).Dialect && s.Dialect.Reader != nil {
					require.NotNil(t, Door(s.Endpoint).Writer, "another dialect is translated")
				}
			}
		})
	}
	require.Len(t, Names(), len(vendors))
}

// requireTemplates: every {name} of a template is the model or an option of the vendor's.
func requireTemplates(t *testing.T, v *core.Vendor, template string) {
	for _, m := range regexp.MustCompile(`\{\+?([^}?]*)\??\}`).FindAllStringSubmatch(template, -1) {
		known := m[1] == "model" || m[1] == "path"
		for _, o := range v.Options {
			known = known || o.Key == m[1]
		}
		if v.Derive != nil && !known {
			_, known = v.Derive(&core.Request{Vendor: v}, m[1])
		}
		require.True(t, known, "%s: {%s}", template, m[1])
	}
}

func TestLookupOfUnknownNames(t *testing.T) {
	for _, name := range []string{"", "OpenAI", "zzz", "0", "openai "} {
		require.Nil(t, Lookup(name), name)
	}
}

func TestSpellingsThatUsersMeet(t *testing.T) {
	for spelling, name := range map[string]string{
		"azure": "azure-openai", "gemini": "google", "vertex": "vertex-ai", "xai": "x-ai", "zai": "z-ai", "grok": "x-ai",
		"togetherai": "together-ai", "mistralai": "mistral-ai", "stabilityai": "stability-ai", "voyageai": "voyage", "kimi": "moonshot-ai",
		"snowflake": "cortex", "copilot": "github-copilot", "perplexity": "perplexity-ai", "fireworks": "fireworks-ai", "oci": "oracle",
		"aws-bedrock": "bedrock", "alibaba": "dashscope", "llama.cpp": "llamacpp", "vercel-ai-gateway": "vercel", "sglang": "openai-compatible",
		"groq-ai": "", "hugging-face": "huggingface", "workersai": "workers-ai", "cloudflare": "workers-ai",
	} {
		v := Lookup(spelling)
		if name == "" {
			require.Nil(t, v, spelling)
			continue
		}
		require.NotNil(t, v, spelling)
		require.Equal(t, name, v.Name)
	}
}

func TestNearestName(t *testing.T) {
	cases := []struct{ name, want string }{
		{"antropic", "anthropic"}, {"togetherai", "together-ai"}, {"OpenAI", ""}, {"opanai", "openai"}, {"gemni", "google"},
		{"azureopenai", "azure-openai"}, {"quite-another-company", ""}, {"", ""}, {strings.Repeat("x", 1000), ""}, {"fireworksai", "fireworks-ai"},
	}
	for _, c := range cases {
		require.Equal(t, c.want, Nearest(c.name), c.name)
	}
}

func TestEveryEndpointHasADoor(t *testing.T) {
	for e := core.NoEndpoint; e <= core.Health; e++ {
		require.NotNil(t, Door(e), e)
		require.NotNil(t, Door(e).Fault)
		require.NotNil(t, Door(e).Broken)
	}
	g := Gateway()
	require.NotNil(t, g.Vendor("openai"))
	require.Equal(t, "openai", g.Nearest("openia"))
	require.NotNil(t, g.Door(core.Chat))
}

func BenchmarkLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Lookup("xai")
	}
}
