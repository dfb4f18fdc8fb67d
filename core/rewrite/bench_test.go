package rewrite

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"
)

// sizes are the bodies every benchmark runs over.
var sizes = []struct{ name, body string }{
	{"chat1KB", chat()},
	{"prompt100KB", `{"model":"m-large","input":"` +
		string(AppendEscaped(nil, strings.Repeat("The tide tables say \"low\" at six; walk out then.\n\tNaïve? 潮汐.\n", 1600))) + `","stream":true}`},
	{"image1MB", `{"model":"m-large","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,` +
		strings.Repeat("iVBORw0KGgoAAAANSUhEUgAAAAUA", 37500) + `"}}]}],"stream":true}`},
}

func chat() string {
	return `{"model":"m-large","temperature":0.2,"max_tokens":1024,"stream_options":{"include_usage":true},"messages":[` +
		`{"role":"system","content":"You answer questions about lighthouses in one short paragraph and name the sea."},` +
		`{"role":"user","content":"Which one is the oldest that still \"works\"?\nAnd who pays for the lamp?"},` +
		`{"role":"assistant","content":null,"tool_calls":[{"id":"call_7","type":"function","function":{"name":"look_up","arguments":"{\"topic\":\"oldest lighthouse\",\"limit\":3}"}}]},` +
		`{"role":"tool","tool_call_id":"call_7","content":"[{\"name\":\"Tower of Hercules\",\"built\":\"2nd century\",\"sea\":\"Atlantic\"}]"}],` +
		`"tools":[{"type":"function","function":{"name":"look_up","description":"Searches the almanac.","parameters":{"type":"object","properties":{"topic":{"type":"string"},"limit":{"type":"integer","minimum":1,"maximum":10}},"required":["topic"]}}}],"user":"keeper-11","stream":true}`
}

func BenchmarkCheck(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name+"/rewrite", func(b *testing.B) {
			b.SetBytes(int64(len(size.body)))
			for b.Loop() {
				if _, ok := Check(size.body); !ok {
					b.Fatal("rejected")
				}
			}
		})
		b.Run(size.name+"/gjson", func(b *testing.B) {
			b.SetBytes(int64(len(size.body)))
			for b.Loop() {
				if !gjson.Valid(size.body) {
					b.Fatal("rejected")
				}
			}
		})
		b.Run(size.name+"/json", func(b *testing.B) {
			b.SetBytes(int64(len(size.body)))
			body := []byte(size.body)
			for b.Loop() {
				if !json.Valid(body) {
					b.Fatal("rejected")
				}
			}
		})
	}
}

func BenchmarkMembers(b *testing.B) {
	one := []Edit{{Set, "model", `"other"`}}
	four := []Edit{{Set, "model", `"other"`}, {Default, "stream", "true"}, {Delete, "user", ""}, {Rename, "max_tokens", "max_completion_tokens"}}
	for _, size := range sizes {
		dst := make([]byte, 0, len(size.body)+1024)
		run := func(name string, f func()) {
			b.Run(size.name+"/"+name, func(b *testing.B) {
				b.SetBytes(int64(len(size.body)))
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
		run("one", func() { dst = Members(dst[:0], size.body, one) })
		run("four", func() { dst = Members(dst[:0], size.body, four) })
		run("first/new", func() { Members(nil, size.body, one) })
		run("first/sjson", func() { _, _ = sjson.SetRaw(size.body, "model", `"other"`) })
		run("last/new", func() { Members(nil, size.body, []Edit{{Set, "stream", "false"}}) })
		run("last/sjson", func() { _, _ = sjson.SetRaw(size.body, "stream", "false") })
		run("walk", func() { Twice(size.body, "model") })
		run("walk/gjson", func() {
			gjson.Parse(size.body).ForEach(func(key, _ gjson.Result) bool { return key.Str != "" })
		})
	}
}

func BenchmarkEscape(b *testing.B) {
	text := strings.Repeat("The tide tables say \"low\" at six; walk out then.\nNaïve? 潮汐.\n", 16)
	contents := string(AppendEscaped(nil, text))
	dst := make([]byte, 0, 4096)
	b.Run("append", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			dst = AppendEscaped(dst[:0], text)
		}
	})
	b.Run("append/gjson", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			dst = gjson.AppendJSONString(dst[:0], text)
		}
	})
	b.Run("unescape", func(b *testing.B) {
		b.SetBytes(int64(len(contents)))
		for b.Loop() {
			dst = AppendUnescaped(dst[:0], contents)
		}
	})
	b.Run("minify", func(b *testing.B) {
		raw := chat()
		b.SetBytes(int64(len(raw)))
		for b.Loop() {
			dst = AppendMinified(dst[:0], raw)
		}
	})
}
