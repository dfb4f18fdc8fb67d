package proof

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAProofIsCutFromTheIDThatItWasPutInto(t *testing.T) {
	signed := Sign("call_1", "S/=\n")
	require.Regexp(t, `^[A-Za-z0-9_-]+$`, signed)
	require.True(t, Stands(signed))
	id, signature := Cut(signed)
	require.Equal(t, "call_1", id)
	require.Equal(t, "S/=\n", signature)
}

func TestAnIDWithoutAProofStaysAsItIs(t *testing.T) {
	require.Equal(t, "call_1", Sign("call_1", ""))
	for _, id := range []string{"", "call_1", "call_1__proof__***"} {
		own, signature := Cut(id)
		require.Equal(t, id, own)
		require.Empty(t, signature)
	}
}

func TestASealIsToldFromAProvidersOwnProof(t *testing.T) {
	require.True(t, IsSealed("response_item:rs_1:gAAA"))
	require.False(t, IsSealed("EqUDCkYICxgC+/=="))
}
