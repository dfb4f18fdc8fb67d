// Package workerd starts Cloudflare's runtime with the built worker in it, for tests and benchmarks of the edge.
package workerd

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Binary is the path of workerd in the repository at root, as `npm ci` leaves it.
func Binary(root string) (string, error) {
	found, err := filepath.Glob(filepath.Join(root, "node_modules/@cloudflare/workerd-*/bin/workerd"))
	if err != nil || len(found) == 0 {
		return "", errors.Join(err, errors.New("no workerd in node_modules: ./build.sh tools fetches it"))
	}
	return found[0], nil
}

// Start runs the built worker in a workerd of its own until the test ends, and gives the URL it listens at, without a
// slash at its end. Every outbound request, whatever its URL, arrives in plain HTTP at upstream, an address like
// "127.0.0.1:9000": its host in Host, its scheme in X-Forwarded-Proto. What the worker logs is in the test's log when
// the test fails.
func Start(t testing.TB, upstream string) string {
	return serve(t, "workerd.capnp", "--external-addr", "upstream="+upstream)
}

// StartOnLoopback is Start with a network that reaches this machine: every outbound request goes where its URL says.
func StartOnLoopback(t testing.TB) string { return serve(t, "loopback.capnp") }

// serve runs a config of tests/edge.
func serve(t testing.TB, config string, arguments ...string) string {
	root := repository(t)
	binary, err := Binary(root)
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(root, "build/worker.wasm"), "./build.sh worker makes it")

	events, control, err := os.Pipe()
	require.NoError(t, err)
	defer events.Close()
	var log strings.Builder
	arguments = append([]string{"serve", filepath.Join(root, "tests/edge", config),
		"--socket-addr", "http=127.0.0.1:0", "--control-fd", "3"}, arguments...)
	run := exec.Command(binary, arguments...)
	run.Env = append(os.Environ(), "LOG=1")
	run.ExtraFiles = []*os.File{control}
	run.Stdout, run.Stderr = &log, &log
	require.NoError(t, run.Start())
	control.Close()
	t.Cleanup(func() {
		run.Process.Kill()
		run.Wait()
		if t.Failed() {
			t.Logf("workerd:\n%s", log.String())
		}
	})

	port, err := listening(bufio.NewScanner(events))
	require.NoError(t, err)
	return fmt.Sprintf("http://127.0.0.1:%d", port)
}

// listening waits for the line that says which port workerd listens at.
func listening(events *bufio.Scanner) (port int, err error) {
	for events.Scan() {
		var event struct {
			Event, Socket string
			Port          int
		}
		if err := json.Unmarshal(events.Bytes(), &event); err != nil {
			return 0, err
		}
		if event.Event == "listen" && event.Socket == "http" {
			return event.Port, nil
		}
	}
	return 0, errors.Join(events.Err(), errors.New("workerd ended before it listened"))
}

// repository is the folder that holds go.mod.
func repository(t testing.TB) string {
	folder, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		require.NotEqual(t, folder, filepath.Dir(folder), "no go.mod above")
		folder = filepath.Dir(folder)
	}
}
