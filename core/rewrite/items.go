package rewrite

// Items steps over the members of an object or the elements of an array without decoding, copying or allocating:
//
//	for it := Over(`{"a": 1, "b": [true]}`); it.Next(); {
//		// it.Key, it.Value: "a", `1`, then "b", `[true]`
//	}
//
// The text is one that Check accepted; on other text the steps end early, and never panic.
type Items struct {
	Key   string // of a member: its name as plain text (a copy only when it has escapes); "" for an element
	Value string // raw, without whitespace around it; it aliases the text

	text  string
	at    int // behind the bracket or behind the last value
	named bool
}

// Over starts before the first member or element of raw. A value that is neither object nor array has none.
func Over(raw string) Items {
	at := space(raw, 0)
	switch peek(raw, at) {
	case '{':
		return Items{text: raw, at: at + 1, named: true}
	case '[':
		return Items{text: raw, at: at + 1}
	}
	return Items{text: raw, at: len(raw)}
}

// OverObject is Over for the members of an object; any other value has none.
func OverObject(raw string) Items {
	if !IsObject(raw) {
		raw = ""
	}
	return Over(raw)
}

// OverArray is Over for the elements of an array; any other value has none.
func OverArray(raw string) Items {
	if !IsArray(raw) {
		raw = ""
	}
	return Over(raw)
}

// Next goes to the next member or element. It is false when there is none.
func (it *Items) Next() bool {
	s := it.text
	i := space(s, it.at)
	if peek(s, i) == ',' {
		i = space(s, i+1)
	}
	if it.named {
		if peek(s, i) != '"' {
			return false
		}
		end := pastString(s, i)
		it.Key = Unescape(Contents(s[i:end]))
		i = space(s, end)
		if peek(s, i) != ':' {
			return false
		}
		i = space(s, i+1)
	}
	end := pastValue(s, i)
	if end == i {
		return false
	}
	it.Value, it.at = s[i:end], end
	return true
}

// Member returns the raw value of the first member of object that is called key (plain text), or "" when it has none.
// Unlike a gjson path, key is never a pattern, and a string value is not unescaped.
//
//	Member(`{"error":{"code":404}}`, "error") → `{"code":404}`
func Member(object, key string) string {
	for it := Over(object); it.named && it.Next(); {
		if it.Key == key {
			return it.Value
		}
	}
	return ""
}
