package rewrite

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestItemsStepsOverMembersAndElements(t *testing.T) {
	for raw, want := range map[string][]string{
		`{}`:                              nil,
		` [ ] `:                           nil,
		`{"a": 1 , "b":[true,{"c":"]"}]}`: {"a", "1", "b", `[true,{"c":"]"}]`},
		"\n[ null,\t\"x\\\"y\" , -1e9 ]":  {"", "null", "", `"x\"y"`, "", "-1e9"},
		`{"\u0061":"\u0062"}`:             {"a", `"\u0062"`},
		`"text"`:                          nil,
		`7`:                               nil,
		``:                                nil,
	} {
		var got []string
		for it := Over(raw); it.Next(); {
			got = append(got, it.Key, it.Value)
		}
		require.Equal(t, want, got, raw)
	}
}

func TestMemberIsTheFirstOfItsName(t *testing.T) {
	require.Equal(t, `{"b":2}`, Member(`{"x":0,"a":{"b":2},"a":3}`, "a"))
	require.Equal(t, "null", Member(`{"a":null}`, "a"))
	require.Empty(t, Member(`{"a":1}`, "b"))
	require.Empty(t, Member(`["a"]`, ""))
	require.Equal(t, "2", Member(`{"gpt-4.1":2}`, "gpt-4.1"), "a key is not a path")
}

func TestItemsAllocatesNothing(t *testing.T) {
	raw := `{"candidates":[{"content":{"parts":[{"text":"a\nb"}]}}],"n":1}`
	require.Zero(t, testing.AllocsPerRun(100, func() {
		for it := Over(Member(raw, "candidates")); it.Next(); {
			if Member(it.Value, "content") == "" {
				t.Fatal("no content")
			}
		}
	}))
}

func FuzzItems(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"x"],"b":{}}`, `[[],{}]`, `{"a"`, `{"a":`, `[1`, `{"a":"\`, `{:}`, `[,]`, `}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		n := 0
		for it := Over(raw); it.Next(); n++ {
			require.LessOrEqual(t, n, len(raw), "every step consumes something")
		}
		if _, ok := Check(raw); !ok {
			return
		}
		var elements []json.RawMessage
		if json.Unmarshal([]byte(raw), &elements) == nil {
			require.Len(t, elements, n)
		}
	})
}
