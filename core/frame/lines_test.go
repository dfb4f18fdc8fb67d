package frame

func linesCases() []streamCase {
	cases := []streamCase{
		{name: "no lines", body: ""},
		{name: "lines", body: "{\"n\":1}\n{\"n\":2}\n", frames: data(`{"n":1}`, `{"n":2}`)},
		{name: "lines with carriage returns", body: "{\"n\":1}\r\n{\"n\":2}\r\n", frames: data(`{"n":1}`, `{"n":2}`)},
		{name: "a carriage return alone does not end a line", body: "{\"n\":\r1}\n", frames: data("{\"n\":\r1}")},
		{name: "blank lines", body: "\n\r\n \t\n{\"n\":1}\n\n\n{\"n\":2}\n\r\n", frames: data(`{"n":1}`, `{"n":2}`)},
		{name: "blanks around a line", body: " {\"n\": 1}\t\r\n", frames: data(`{"n": 1}`)},
		{name: "last line without an end", body: "{\"n\":1}\n{\"n\":2}", frames: data(`{"n":1}`, `{"n":2}`)},
		{name: "last line cut off", body: "{\"n\":1}\n{\"n\"", frames: data(`{"n":1}`, `{"n"`)},
		{name: "last line blank", body: "{\"n\":1}\n \r", frames: data(`{"n":1}`)},
		{name: "lines beyond ASCII", body: "\"é 漢 👋🏽\"\n", frames: data(`"é 漢 👋🏽"`)},
	}
	for i := range cases {
		cases[i].kind = Lines
	}
	return cases
}
