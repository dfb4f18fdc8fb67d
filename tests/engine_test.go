package tests

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"causeway/core"
	"causeway/providers"
	"causeway/wasm/host"

	"github.com/stretchr/testify/require"
)

func newGateway() *core.Gateway { return providers.Gateway() }

// newEngine is a wazero engine of the core as it stands; all tests of a run share its compiled code.
func newEngine(t *testing.T) *host.Engine {
	engine, err := sharedEngine()
	require.NoError(t, err)
	return engine
}

var sharedEngine = sync.OnceValues(func() (*host.Engine, error) {
	folder, err := os.MkdirTemp("", "causeway-core")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "core.wasm")
	build := exec.Command("go", "build", "-buildmode=c-shared", "-trimpath", "-ldflags=-s -w", "-o", file, "causeway/wasm")
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return host.Compile(context.Background(), text, host.Options{})
})
