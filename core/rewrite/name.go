package rewrite

// A Name says what a member is called on another wire, where its value means the same.
type Name struct {
	Key    string // the member's name here
	As     string // its name there
	Unless string // another member of this name, not null, says the same and is heard instead; "" = none
}

// NameOf finds what the member of object that is called key, with that value, is called on another wire. as is "" where
// it is left out: null, or said by another member. known is false where names has no such member.
//
//	NameOf([]Name{{"max_tokens", "num_predict", "max_completion_tokens"}}, `{"max_tokens":5}`, "max_tokens", `5`) → "num_predict", true
func NameOf(names []Name, object, key, value string) (as string, known bool) {
	for i := range names {
		n := &names[i]
		if n.Key != key {
			continue
		}
		if value == "null" || n.Unless != "" && isSaid(Member(object, n.Unless)) {
			return "", true
		}
		return n.As, true
	}
	return "", false
}

func isSaid(value string) bool { return value != "" && value != "null" }
