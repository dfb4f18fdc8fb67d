package core

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDrawingInPackageDocIsTheTable(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	var drawn []string
	for line := range strings.Lines(string(doc)) {
		if line = strings.TrimPrefix(line, "//\t"); strings.Contains(line, "->") {
			drawn = append(drawn, strings.TrimSpace(line))
		}
	}
	var want []string
	for _, row := range transitions {
		line := fmt.Sprintf("%-11s %-10s", row.from, "-"+row.on.String()+"->")
		for s := Opened; s <= Finished; s++ {
			if row.to.has(s) {
				line += " " + s.String()
			}
		}
		want = append(want, line)
	}
	require.Equal(t, want, drawn)
}

func TestStepOutsideTheTablePanics(t *testing.T) {
	x := &Exchange{state: Waiting}
	require.PanicsWithValue(t, "core: input head in state waiting", func() { x.input(OnHead) })
	x.input(OnTick)
	require.PanicsWithValue(t, "core: no way from state waiting to piping", func() { x.to(Piping) })
	require.PanicsWithValue(t, "core: next was called in state waiting, which waits for an input", func() { x.Next() })
	require.PanicsWithValue(t, "core: input body for a request that is not running", func() { x.Body(0, 7, "") })
}
