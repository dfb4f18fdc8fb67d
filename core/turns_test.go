package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTurnsAlternate(t *testing.T) {
	var turns Turns
	dst := turns.End([]byte{'['})
	dst = append(turns.In(dst, "user"), '1')
	dst = append(turns.In(dst, "user"), ",2"...)
	dst = append(turns.In(dst, "assistant"), '3')
	dst = append(turns.In(dst, "user"), '4')
	dst = turns.End(turns.End(dst))
	require.Equal(t, `[{"role":"user","content":[1,2]},{"role":"assistant","content":[3]},{"role":"user","content":[4]}`, string(dst))
}
