package core

// MinBudget is the least that a thinking budget of Claude's may be, in tokens, whoever serves it.
const MinBudget = 1024

// BudgetOf is the thinking budget, in tokens, that an effort in the hub's words stands for, 0 for a word that is none.
// The largest leaves room for an answer below 32000, the most that any of the models with budgets writes.
func BudgetOf(effort string) int64 {
	switch effort {
	case "minimal", "low":
		return MinBudget
	case "medium":
		return 4 * MinBudget
	case "high":
		return 12 * MinBudget
	case "xhigh", "max":
		return 15 * MinBudget
	}
	return 0
}
