package local_test

import (
	"os"
	"path/filepath"
	"testing"

	"causeway/core"
	"causeway/worker/local"

	"github.com/stretchr/testify/require"
)

func TestFilesHoldConfigs(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "config"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "config", "team-a.v2.json"), []byte("{}"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret.json"), []byte("no"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "config", ".json"), []byte("no"), 0o644))

	got := local.Files(dir).Get(t.Context(), []string{"config/team-a.v2", "config/other"})
	require.Equal(t, []core.Value{{Found: true, Text: "{}"}, {}}, got)
	for _, key := range []string{"config/../secret", "config/..", "../secret", "secret", "config/", "/secret", "", "config/a/b",
		`config\..\secret`, "config/\x00", "config/team-a.v2.json/../x"} {
		require.Equal(t, []core.Value{{}}, local.Files(dir).Get(t.Context(), []string{key}), key)
	}
	require.Equal(t, []core.Value{{}}, local.Files("").Get(t.Context(), []string{"config/team-a.v2"}))
}

func FuzzFilesStayInTheirFolder(f *testing.F) {
	for _, key := range []string{"config/a", "config/../secret", "../secret", "config/%2e%2e", "config/a/../../secret"} {
		f.Add(key)
	}
	dir := f.TempDir()
	require.NoError(f, os.WriteFile(filepath.Join(dir, "secret.json"), []byte("no"), 0o644))
	store := local.Files(filepath.Join(dir, "store"))
	f.Fuzz(func(t *testing.T, key string) {
		require.Equal(t, []core.Value{{}}, store.Get(t.Context(), []string{key}))
	})
}
