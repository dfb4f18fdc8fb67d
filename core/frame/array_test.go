package frame

func arrayCases() []streamCase {
	cases := []streamCase{
		{name: "no body", body: ""},
		{name: "blank body", body: " \r\n"},
		{name: "empty array", body: " [ ] "},
		{name: "objects as Gemini separates them", body: "[{\n  \"n\": 1\n}\n,\r\n{\n  \"n\": 2\n}\n]\n",
			frames: data("{\n  \"n\": 1\n}", "{\n  \"n\": 2\n}")},
		{name: "no blanks", body: `[{"n":1},{"n":2}]`, frames: data(`{"n":1}`, `{"n":2}`)},
		{name: "nesting", body: `[{"a":[{"b":{}},[[]]]},[[],{}]]`, frames: data(`{"a":[{"b":{}},[[]]]}`, `[[],{}]`)},
		{name: "brackets in strings", body: `[{"]":"}{],["},{"[":"["}]`, frames: data(`{"]":"}{],["}`, `{"[":"["}`)},
		{name: "escapes in strings", body: `[{"a":"\"}\\"},{"\\\"":"\\\\"},"\\","\"]"]`,
			frames: data(`{"a":"\"}\\"}`, `{"\\\"":"\\\\"}`, `"\\"`, `"\"]"`)},
		{name: "text beyond ASCII", body: `[{"t":"é 漢 👋🏽"}]`, frames: data(`{"t":"é 漢 👋🏽"}`)},
		{name: "scalars", body: "[1,-2.5e+3 ,true\t,null\n,\"\",\"a b\",false]", frames: data("1", "-2.5e+3", "true", "null", `""`, `"a b"`, "false")},
		{name: "a lone object", body: " {\"error\": {\"code\": 404}}\n", frames: data(`{"error": {"code": 404}}`)},
		{name: "invalid JSON inside an element", body: `[{"a":tru,,}]`, frames: data(`{"a":tru,,}`)},
		{name: "an element with wrong brackets ends where they balance", body: `[{"a":1],{}]`, frames: data(`{"a":1]`, `{}`)},

		{name: "cut before the first element", body: "[", err: ErrTruncated},
		{name: "cut inside an element", body: `[{"n":1},{"n":`, frames: data(`{"n":1}`), err: ErrTruncated},
		{name: "cut inside a scalar", body: `[1,2`, frames: data("1"), err: ErrTruncated},
		{name: "cut after an escape", body: `["\`, err: ErrTruncated},
		{name: "cut after a comma", body: `[{"n":1},`, frames: data(`{"n":1}`), err: ErrTruncated},
		{name: "cut before the bracket", body: "[{\"n\":1}\n", frames: data(`{"n":1}`), err: ErrTruncated},
		{name: "cut inside a lone object", body: `{"error":`, err: ErrTruncated},

		{name: "text", body: "Not Found", err: ErrArray},
		{name: "a lone scalar", body: "1", err: ErrArray},
		{name: "comma first", body: "[,1]", err: ErrArray},
		{name: "two commas", body: "[1,,2]", frames: data("1"), err: ErrArray},
		{name: "comma last", body: "[1,]", frames: data("1"), err: ErrArray},
		{name: "no comma", body: "[{} {}]", frames: data("{}"), err: ErrArray},
		{name: "not a value", body: "[nul,x]", frames: data("nul"), err: ErrArray},
		{name: "stray closing brace", body: "[1}", frames: data("1"), err: ErrArray},
		{name: "more after the array", body: "[{}]{}", frames: data("{}"), err: ErrArray},
		{name: "more after a lone object", body: `{},{}`, frames: data("{}"), err: ErrArray},
	}
	for i := range cases {
		cases[i].kind = Array
	}
	return cases
}

func data(elements ...string) []Frame {
	var frames []Frame
	for _, e := range elements {
		frames = append(frames, Frame{Data: e})
	}
	return frames
}
