package host_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"

	"causeway/core"
	"causeway/providers"
	"causeway/wasm/abi"
	"causeway/wasm/host"
)

// coreWasm is compiled once for all tests: building and compiling take seconds, an instance a millisecond.
var (
	coreWasm []byte
	cache    wazero.CompilationCache
)

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "causeway-core")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "core.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -buildid=", "-buildmode=c-shared", "-o", file, "causeway/wasm")
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	if coreWasm, err = os.ReadFile(file); err != nil {
		panic(err)
	}
	cache = wazero.NewCompilationCache()
	m.Run()
}

func TestConversationIsTheSameAsNatively(t *testing.T) {
	for _, stream := range []string{"false", "true"} {
		call := chat(`{"model":"mock","stream":` + stream + `,"messages":[{"role":"user","content":"Hello ÿ€𝄞"}]}`)
		native := play(t, providers.Gateway().Open(call, 1_700_000_000_000, 7))
		inside := play(t, engine(t, 1).Open(call, 1_700_000_000_000, 7))
		require.Equal(t, native, inside)
		require.NotEmpty(t, native)
	}
}

func TestUpstreamIsFetchedAndPiped(t *testing.T) {
	call := chat(`{"model":"gpt-4.1","messages":[]}`)
	call.Header = append(call.Header.Set("x-portkey-provider", "openai"), core.Field{Name: "authorization", Value: "Bearer key"})
	script := func(m core.Machine) []core.Action {
		fetch := m.Next()
		m.Head(2, fetch.ID, 200, core.Header{{Name: "content-type", Value: "application/json"}, {Name: "x-request-id", Value: "r"}})
		head, pipe := m.Next(), m.Next()
		m.End(3, pipe.ID)
		return []core.Action{fetch, head, pipe, m.Next()}
	}
	native := script(providers.Gateway().Open(call, 1, 7))
	require.Equal(t, native, script(engine(t, 1).Open(call, 1, 7)))
	require.Equal(t, core.Fetch, native[0].Kind)
	require.Equal(t, core.Pipe, native[2].Kind)
	require.NotEmpty(t, native[3].Report)
}

func TestOversizeAndLimitCrossTheBoundary(t *testing.T) {
	e, err := host.Compile(t.Context(), coreWasm, host.Options{MaxBodyBytes: 123, Cache: cache})
	require.NoError(t, err)
	call := chat("")
	call.Oversize = true
	reply := e.Open(call, 1, 1).Next()
	require.Equal(t, 413, reply.Status)
	require.Contains(t, reply.Body, "123 bytes")
	require.NoError(t, e.Close(t.Context()))
}

func TestStoredConfigIsLoaded(t *testing.T) {
	call := chat(`{"model":"mock","messages":[{"role":"user","content":"x"}]}`)
	call.Header = core.Header{{Name: "x-portkey-config", Value: "team-a"}}
	m := engine(t, 1).Open(call, 1, 1)
	load := m.Next()
	require.Equal(t, []string{"config/team-a"}, load.Keys)
	m.Loaded(2, []core.Value{{Found: true, Text: `{"provider":"mock"}`}})
	require.Equal(t, 200, m.Next().Status)
}

func TestTrapInOneCallLeavesTheOthersAlone(t *testing.T) {
	e := engine(t, 1)
	before := e.Open(chat(`{"model":"mock","messages":[{"role":"user","content":"x"}]}`), 1, 1)
	broken := play(t, e.Open(chat(`{"model":"mock-trap","messages":[{"role":"user","content":"x"}]}`), 1, 1))
	after := e.Open(chat(`{"model":"mock","messages":[{"role":"user","content":"x"}]}`), 1, 1)

	require.Equal(t, 500, broken[0].Status)
	require.Contains(t, broken[0].Body, `"internal_error"`)
	require.Equal(t, 200, play(t, before)[0].Status, "it runs in the retired instance")
	require.Equal(t, 200, play(t, after)[0].Status, "it runs in a new one")
}

// An instance costs ten milliseconds and four megabytes: it must serve more than one call.
func TestInstanceServesManyCalls(t *testing.T) {
	e := engine(t, 1)
	call := chat(`{"model":"mock","messages":[{"role":"user","content":"x"}]}`)
	play(t, e.Open(call, 1, 1))
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { play(t, e.Open(call, 1, 1)) }), 200.0)
}

func TestLostInstanceIsAnsweredFor(t *testing.T) {
	e := engine(t, 1)
	m := e.Open(chat(`{"model":"mock","messages":[{"role":"user","content":"x"}]}`), 1, 1)
	require.NoError(t, e.Close(context.Background()))

	got := play(t, m)

	require.Equal(t, 500, got[0].Status)
	require.Equal(t, abi.Apology, got[0].Body)
	require.False(t, got[1].Broken)
}

func TestCloseFreesACallInTheMiddle(t *testing.T) {
	m := engine(t, 1).Open(chat(`{"model":"mock","messages":[{"role":"user","content":"x"}]}`), 1, 1).(*host.Call)
	m.Next()
	require.NoError(t, m.Close())
	require.NoError(t, m.Close())
	m.Tick(2)
	require.Equal(t, core.Action{Kind: core.Done, Broken: true}, m.Next())
}

func TestCallsShareInstancesConcurrently(t *testing.T) {
	e := engine(t, 2)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				got := play(t, e.Open(chat(`{"model":"mock","stream":true,"messages":[{"role":"user","content":"x"}]}`), 1, 1))
				if got[0].Status != 200 {
					t.Errorf("status %d", got[0].Status)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkOpenNextClose(b *testing.B) {
	call := chat(`{"model":"gpt-4.1","messages":[{"role":"user","content":"Hello"}]}`)
	call.Header = append(call.Header.Set("x-portkey-provider", "openai"), core.Field{Name: "authorization", Value: "Bearer key"})
	b.Run("native", func(b *testing.B) {
		gateway := providers.Gateway()
		for b.Loop() {
			gateway.Open(call, 1, 7).Next()
		}
	})
	b.Run("wazero", func(b *testing.B) {
		e := engine(b, 1)
		for b.Loop() {
			m := e.Open(call, 1, 7).(*host.Call)
			m.Next()
			m.Close()
		}
	})
}

func engine(t testing.TB, instances int) *host.Engine {
	e, err := host.Compile(t.Context(), coreWasm, host.Options{Instances: instances, Cache: cache})
	require.NoError(t, err)
	t.Cleanup(func() { e.Close(context.Background()) })
	return e
}

func chat(body string) core.Call {
	return core.Call{
		Method: "POST", Path: "/v1/chat/completions", Body: body,
		Header: core.Header{{Name: "content-type", Value: "application/json"}, {Name: "x-portkey-provider", Value: "mock"}},
	}
}

// play takes m to its end, sleeping for nothing, and gives all that it wrote.
func play(t *testing.T, m core.Machine) (actions []core.Action) {
	for now := int64(1_700_000_000_001); ; now++ {
		a := m.Next()
		switch a.Kind {
		case core.Wait:
			m.Tick(now)
		case core.Done:
			return append(actions, a)
		case core.Write:
			a.Body = strings.Clone(a.Body) // good until the machine is called again
			actions = append(actions, a)
		default:
			t.Errorf("unexpected action %d", a.Kind)
			return actions
		}
	}
}
