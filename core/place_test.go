package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPlace(t *testing.T) {
	require.Equal(t, "messages[2].content[0].type", Place("messages", 2, Place(".content", 0, ".type")))
}

func TestBudgetsGrowWithTheEffort(t *testing.T) {
	before := int64(0)
	for _, effort := range [...]string{"low", "medium", "high", "xhigh"} {
		require.Greater(t, BudgetOf(effort), before, effort)
		before = BudgetOf(effort)
	}
	require.Equal(t, BudgetOf("low"), BudgetOf("minimal"))
	require.Equal(t, BudgetOf("xhigh"), BudgetOf("max"))
	require.Zero(t, BudgetOf("none"))
}
