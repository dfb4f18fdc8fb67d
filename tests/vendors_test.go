package tests

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"causeway/providers"

	"github.com/stretchr/testify/require"
)

var calls = regexp.MustCompile(`(?m)(?:^x-portkey-provider: |"provider": ?")([a-z0-9.-]+)`)

func TestEveryVendorIsInAConversation(t *testing.T) {
	called := map[string]bool{}
	for _, f := range conversations(t) {
		for _, section := range []string{"request", "config.json"} {
			text, _ := f.Section(section)
			for _, m := range calls.FindAllStringSubmatch(text, -1) {
				if v := providers.Lookup(m[1]); v != nil {
					called[v.Name] = true
				}
			}
		}
	}
	for _, name := range providers.Names() {
		require.True(t, called[name], "no conversation calls %s", name)
	}
}

// Portkey's validator accepts these names (reference data, absent outside the workshop).
func TestEveryProviderOfPortkeysIsKnown(t *testing.T) {
	text, err := os.ReadFile("../../shared/reference/portkey_providers.json")
	if err != nil {
		t.Log("no reference to compare with")
		return
	}
	var reference struct{ Providers []struct{ Provider string } }
	require.NoError(t, json.Unmarshal(text, &reference))
	require.NotEmpty(t, reference.Providers)
	for _, p := range reference.Providers {
		require.NotNil(t, providers.Lookup(p.Provider), p.Provider)
	}
}
