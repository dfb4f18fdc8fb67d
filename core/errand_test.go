package core

import (
	"strings"
	"testing"

	"causeway/core/frame"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

func TestATokenIsGotBeforeTheRequest(t *testing.T) {
	kept := map[string]string{}
	call := calling(`{"provider":"guarded","api_key":"secret"}`, chat)
	mint := "fetch 1 within 30000 https://tokens.test/get  for secret|read 1 within 30000|read 1 within 30000|"
	story := playAt(t, call, []heard{ok(json, "tok"), ok(json, "a")}, start, 1, kept)
	require.Equal(t, mint+"fetch 2 https://guarded.test/chat signed-tok-secret "+chat+"|write 200|pipe 2|done whole", story)

	story = playAt(t, call, []heard{ok(json, "a")}, start+3_000_000, 1, kept)
	require.Equal(t, "fetch 1 https://guarded.test/chat signed-tok-secret "+chat+"|write 200|pipe 1|done whole", story,
		"it is remembered until shortly before it expires")

	story = playAt(t, call, []heard{ok(json, "new"), ok(json, "a")}, start+3_600_000-marginMs, 1, kept)
	require.Equal(t, mint+"fetch 2 https://guarded.test/chat signed-new-secret "+chat+"|write 200|pipe 2|done whole", story)

	for key := range kept {
		require.NotContains(t, key, "secret", "what the host names a token by")
	}
	other := calling(`{"provider":"guarded","api_key":"another"}`, chat)
	story = playAt(t, other, []heard{ok(json, "tok2"), ok(json, "a")}, start, 1, kept)
	require.Contains(t, story, "signed-tok2-another", "nobody gets another's token")
}

func TestATokenThatIsRefusedIsForgotten(t *testing.T) {
	for _, status := range []int{401, 403} {
		kept := map[string]string{}
		call := calling(`{"provider":"guarded","api_key":"secret"}`, chat)
		refused := heard{status: status, kind: json, chunks: []string{"expired"}}
		story := playAt(t, call, []heard{ok(json, "tok"), refused}, start, 1, kept)
		require.True(t, strings.HasSuffix(story, "|write "+decimal(int64(status))+" FAULT expired|done failed"), story)
		story = playAt(t, call, []heard{ok(json, "tok2"), ok(json, "a")}, start, 1, kept)
		require.Contains(t, story, "signed-tok2-secret")
	}
}

func TestATokenThatCannotBeGot(t *testing.T) {
	fallback := `{"strategy":{"mode":"fallback"},"targets":[{"provider":"guarded","api_key":"secret"},{"provider":"near","api_key":"k"}]}`
	second := "|fetch 2 https://near.test/v1/chat k " + chat + "|"
	for name, mint := range map[string]heard{
		"refused":       {status: 400, kind: json, chunks: []string{"no such account: secret"}},
		"down":          {why: Refused},
		"late":          {why: TimedOut},
		"cut":           {status: 200, kind: json, chunks: []string{"to"}, why: Reset},
		"unknown shape": ok(json, "?"),
		"too large":     ok(json, strings.Repeat("x", maxTokenBytes+1)),
	} {
		t.Run(name, func(t *testing.T) {
			story := play(t, calling(`{"provider":"guarded","api_key":"secret"}`, chat), []heard{mint})
			require.Regexp(t, `write (401|408|502) FAULT tokens.test [^|]*\|done failed$|write 502 FAULT what tokens.test sent is larger`, story)
			require.NotContains(t, story[strings.Index(story, "write"):], "secret")
			story = play(t, calling(fallback, chat), []heard{mint, ok(json, "a")})
			require.Contains(t, strings.Replace(story, "|cancel 1", "", 1), second, "it falls over")
		})
	}
}

func TestADryRunGetsNoToken(t *testing.T) {
	call := calling(`{"provider":"guarded","api_key":"secret"}`, chat)
	call.Header = append(call.Header, Field{"x-causeway-dry-run", "true"})
	story := play(t, call, nil)
	require.Contains(t, story, `"url":"https://guarded.test/chat"`)
	require.NotContains(t, story, "secret")
}

func TestFilesAreFetchedForThoseWhoTakeNoURLs(t *testing.T) {
	body := `{"model":"m","files":["https://pictures.test/a.png","https://pictures.test/b.png","https://pictures.test/a.png"]}`
	png := func(chunks ...string) heard { return ok("Image/PNG; x=1", chunks...) }
	story := play(t, calling(`{"provider":"inlining","api_key":"k"}`, body), []heard{png("A", "B"), png("C"), ok(json, `{"say":"hi"}`)})
	require.Equal(t, "fetch 1 within 30000 https://pictures.test/a.png  |read 1 within 30000|read 1 within 30000|read 1 within 30000|"+
		"fetch 2 within 30000 https://pictures.test/b.png  |read 2 within 30000|read 2 within 30000|"+
		"fetch 3 https://inlining.test/ask k image/png=QUI= image/png=Qw== image/png=QUI= |read 3|read 3|write 200 [hi]|done whole", story)

	moved := heard{status: 302, header: Header{{"location", "https://else.test/a.png"}}}
	one := `{"model":"m","files":["https://pictures.test/a.png"]}`
	story = play(t, calling(`{"provider":"inlining","api_key":"k"}`, one), []heard{moved, png("A"), ok(json, `{"say":"hi"}`)})
	require.Contains(t, story, "|fetch 2 within 30000 https://else.test/a.png  |")
	require.Contains(t, story, "image/png=QQ==")

	for to, url := range map[string]string{
		"/b.png": "https://pictures.test/b.png", "//else.test/b": "https://else.test/b", "b.png?x=/1": "https://pictures.test/b.png?x=/1", "?b": "https://pictures.test/a.png?b",
	} {
		moved = heard{status: 302, header: Header{{"location", to}}}
		story = play(t, calling(`{"provider":"inlining","api_key":"k"}`, one), []heard{moved, png("A"), ok(json, `{"say":"hi"}`)})
		require.Contains(t, story, "|fetch 2 within 30000 "+url+"  |")
	}
}

func TestFilesOfOneCallAreBoundedTogether(t *testing.T) {
	var urls []string
	var upstream []heard
	for i := range maxFilesBytes/maxFileBytes + 1 {
		urls = append(urls, `"https://pictures.test/`+decimal(int64(i))+`"`)
		upstream = append(upstream, ok("image/png", strings.Repeat("x", maxFileBytes)))
	}
	story := play(t, calling(`{"provider":"inlining","api_key":"k"}`, `{"model":"m","files":[`+strings.Join(urls, ",")+`]}`), upstream)
	require.Regexp(t, `write 400 FAULT [^|]* this one is not fetched: more than 20971520 bytes of files\|done failed`, story)
}

func TestAFileThatTricklesIsGivenUp(t *testing.T) {
	slow := heard{status: 200, kind: "image/png", chunks: []string{"@20000 A"}, why: TimedOut}
	story := play(t, calling(`{"provider":"inlining","api_key":"k"}`, `{"model":"m","files":["https://a.test/x"]}`), []heard{slow})
	require.Contains(t, story, "fetch 1 within 30000 https://a.test/x  |read 1 within 30000|read 1 within 10000|write 408 FAULT a.test gave no answer in time")
}

func TestFilesThatAreNotFetched(t *testing.T) {
	one := func(url string) string { return `{"model":"m","files":["` + url + `"]}` }
	moved := func(to string) heard { return heard{status: 302, header: Header{{"location", to}}} }
	round := "https://a.test/x"
	for name, c := range map[string]struct {
		config, url string
		upstream    []heard
		want        string
	}{
		"by policy":     {`"inline_urls":false`, round, nil, "400 .* the config sets inline_urls to false"},
		"plain http":    {"", "http://a.test/x", nil, "400 .* only https URLs of public hosts are fetched"},
		"an address":    {"", "https://10.0.0.1/x", nil, "400 .* public hosts"},
		"a number":      {"", "https://2130706433/x", nil, "400 .* public hosts"},
		"hex":           {"", "https://0x7f.1/x", nil, "400 .* public hosts"},
		"IPv6":          {"", "https://[::1]/x", nil, "400 .* public hosts"},
		"a bare name":   {"", "https://localhost:8080/x", nil, "400 .* public hosts"},
		"an inner name": {"", "https://metadata.google.internal/x", nil, "400 .* public hosts"},
		"a user":        {"", "https://a.test@10.0.0.1/x", nil, "400 .* public hosts"},
		"in disguise":   {"", "https://127.0.0.%31/x", nil, "400 .* public hosts"},
		"other digits":  {"", "https://\u2460\u2461\u2466.0.0.\u2460/x", nil, "400 .* public hosts"},
		"gone":          {"", round, []heard{{status: 404, kind: json}}, "400 FAULT the file at a.test could not be fetched: status 404"},
		"moved inside":  {"", round, []heard{moved("http://127.0.0.1/x")}, "400 FAULT the URL of a file leads to one that is not https or not public"},
		"moved around":  {"", round, []heard{moved(round), moved(round), moved(round), moved(round)}, "400 FAULT .*status 302"},
		"unreachable":   {"", round, []heard{{why: Refused}}, "502 FAULT a.test could not be reached"},
		"huge":          {"", round, []heard{ok("image/png", strings.Repeat("x", maxFileBytes), "x")}, "502 FAULT what a.test sent is larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			config := `{"provider":"inlining","api_key":"k",` + c.config + `}`
			story := play(t, calling(strings.Replace(config, ",}", "}", 1), one(c.url)), c.upstream)
			require.Regexp(t, "write "+c.want+".*done failed$", story)
			require.NotContains(t, story, "inlining.test")
		})
	}
}

func TestTooManyFiles(t *testing.T) {
	var urls []string
	var upstream []heard
	for i := range maxFiles + 1 {
		urls = append(urls, `"https://pictures.test/`+decimal(int64(i))+`"`)
		upstream = append(upstream, ok("image/png", "A"))
	}
	story := play(t, calling(`{"provider":"inlining","api_key":"k"}`, `{"model":"m","files":[`+strings.Join(urls, ",")+`]}`), upstream)
	require.Contains(t, story, "write 400 FAULT inlining takes files as data and not as URLs, and this one is not fetched: more than 20 files")
}

func TestAnAnswerElsewhere(t *testing.T) {
	pending := ok(json, `{"at":"https://elsewhere.test/p/1"}`)
	story := play(t, calling(`{"provider":"elsewhere","api_key":"k"}`, chat), []heard{pending, pending, ok(json, `{"say":"hi"}`)})
	require.Equal(t, "fetch 1 https://elsewhere.test/ask k "+chat+"|read 1|read 1|wait 500|"+
		"fetch 2 https://elsewhere.test/p/1 k |read 2|read 2|wait 500|"+
		"fetch 3 https://elsewhere.test/p/1 k |read 3|read 3|write 200 [hi]|done whole", story)

	abroad := ok(json, `{"at":"https://stream.test/p/1"}`)
	stream := `{"model":"m","stream":true}`
	story = play(t, calling(`{"provider":"elsewhere","api_key":"k"}`, stream), []heard{abroad, ok(sse, hello)})
	require.Contains(t, story, "|fetch 2 https://stream.test/p/1  |", "the key stays at home")
	require.Contains(t, story, "write 200 (hello)")

	for _, at := range []string{"https://elsewhere.test:81/p/1", "https://elsewhere.test.evil.test/"} {
		story = play(t, calling(`{"provider":"elsewhere","api_key":"k"}`, stream), []heard{ok(json, `{"at":"`+at+`"}`), ok(sse, hello)})
		require.Contains(t, story, "|fetch 2 "+at+"  |")
	}
	for _, at := range []string{"http://elsewhere.test/p/1", "https://k@elsewhere.test/p/1", "https://169.254.169.254/", "http://metadata.internal/", "p/1"} {
		story = play(t, calling(`{"provider":"elsewhere","api_key":"k"}`, stream), []heard{ok(json, `{"at":"`+at+`"}`)})
		require.Regexp(t, `wait 500\|write 502 FAULT the provider's reply leads to a URL that is not https or not public\|done failed`, story)
	}
}

func TestWhoNamesAStoredConfigDoesNotChooseWhereItsKeysGo(t *testing.T) {
	call := Call{
		Method: "POST", Path: "/v1/chat/completions", Body: chat,
		Header: Header{{"content-type", json}, {"x-portkey-config", "pc-1"}, {"x-portkey-custom-host", "https://evil.test"}},
	}
	require.Contains(t, play(t, call, nil), "write 400 FAULT config: x-portkey-custom-host does not change where the key of a stored config goes")
	call.Header = Header{{"content-type", json}, {"x-portkey-config", "pc-open"}, {"x-portkey-provider", "near"}, {"x-portkey-custom-host", "https://mine.test"}}
	require.Contains(t, play(t, call, nil), "write 400 FAULT config: a stored config that has a key names its provider too")
	call.Header = Header{{"content-type", json}, {"x-portkey-config", "pc-keyless"}, {"authorization", "Bearer mine"}, {"x-portkey-custom-host", "https://mine.test"}}
	require.Contains(t, play(t, call, []heard{ok(json, "a")}), "fetch 1 https://mine.test/chat mine")
}

func TestAnAnswerElsewhereThatNeverComes(t *testing.T) {
	pending := ok(json, `{"at":"https://elsewhere.test/p/1"}`)
	config := `{"strategy":{"mode":"fallback"},"timeouts":{"headers":1200},"targets":[{"provider":"elsewhere","api_key":"k"},{"provider":"near","api_key":"k2"}]}`
	story := play(t, calling(config, chat), []heard{pending, pending, pending, ok(json, `{"say":"a"}`)})
	require.Equal(t, 2, strings.Count(story, "wait 500"))
	require.Contains(t, story, "https://near.test/v1/chat k2")

	lost := heard{status: 404, kind: json, chunks: []string{"gone"}}
	story = play(t, calling(`{"provider":"elsewhere","api_key":"k","retry":{"attempts":2,"on_status_codes":[404]}}`, chat), []heard{pending, lost})
	require.Contains(t, story, "write 404 FAULT gone|done failed", "what was ordered is not ordered again")
}

func TestAnAnswerElsewhereIsAskedForAgainWhereTheAskingFailed(t *testing.T) {
	pending := ok(json, `{"at":"https://elsewhere.test/p/1"}`)
	busy, down := heard{status: 429, kind: json, chunks: []string{"busy"}}, heard{status: 503, kind: json, chunks: []string{"down"}}
	story := play(t, calling(`{"provider":"elsewhere","api_key":"k"}`, chat), []heard{pending, busy, pending, down, ok(json, `{"say":"hi"}`)})
	require.Equal(t, "fetch 1 https://elsewhere.test/ask k "+chat+"|read 1|read 1|wait 500|"+
		"fetch 2 https://elsewhere.test/p/1 k |cancel 2|wait 1000|fetch 3 https://elsewhere.test/p/1 k |read 3|read 3|wait 500|"+
		"fetch 4 https://elsewhere.test/p/1 k |cancel 4|wait 1000|fetch 5 https://elsewhere.test/p/1 k |read 5|read 5|write 200 [hi]|done whole", story)

	story = play(t, calling(`{"provider":"elsewhere","api_key":"k","retry":{"attempts":2}}`, chat), []heard{pending, down, down, down, down})
	require.Contains(t, story, "|wait 1000|fetch 3 https://elsewhere.test/p/1 k |cancel 3|wait 2000|fetch 4 https://elsewhere.test/p/1 k |cancel 4|wait 4000|")
	require.True(t, strings.HasSuffix(story, "|fetch 5 https://elsewhere.test/p/1 k |read 5|read 5|write 503 FAULT down|done failed"), story)

	story = play(t, calling(`{"provider":"elsewhere","api_key":"k","timeouts":{"headers":1200}}`, chat), []heard{pending, down, down})
	require.NotContains(t, story, "wait 1000", "there is no time for it")
}

func TestTheRequestSaysWhichProviderATargetIs(t *testing.T) {
	config := `{"strategy":{"mode":"fallback"},"targets":[{"passthrough":true},{"provider":"near","api_key":"k2"}]}`
	call := calling(config, chat)
	call.Header = append(call.Header, Field{"x-portkey-provider", "far"}, Field{"authorization", "Bearer mine"})
	require.Contains(t, play(t, call, []heard{ok(json, `{"say":"a"}`)}), "fetch 1 https://far.test/m/ask mine")
	require.Contains(t, play(t, calling(config, chat), nil), "config.targets[0]: passthrough is true, so the request must name a provider")
}

func TestPathsThatLeadElsewhere(t *testing.T) {
	passing := Call{Method: "GET", Path: "/v1/files/../keys", Header: Header{{"x-portkey-provider", "near"}, {"authorization", "Bearer k"}}}
	for _, path := range []string{"/v1/files/../keys", "/v1/%2E%2e/keys", "/v1/./keys"} {
		passing.Path = path
		require.Contains(t, play(t, passing, nil), "write 400 FAULT config: a part of the path to near is . or ..", path)
	}
	passing.Path = "/v1/files/{zone}/a%2Fb..c"
	require.Contains(t, play(t, passing, []heard{ok(json, "a")}), "fetch 1 https://near.test/v1/files/{zone}/a%2Fb..c k")
	far := calling(`{"provider":"far","api_key":"k"}`, `{"model":".."}`)
	require.Contains(t, play(t, far, nil), "write 400 FAULT config: a part of the path to far is . or ..")
	braces := calling(`{"provider":"near","api_key":"k","custom_host":"https://x.test/{zone}"}`, chat)
	require.Contains(t, play(t, braces, []heard{ok(json, "a")}), "fetch 1 https://x.test/{zone}/chat k")
}

func calling(config, body string) Call {
	return Call{
		Method: "POST", Path: "/v1/chat/completions", Body: body,
		Header: Header{{"content-type", json}, {"x-portkey-config", config}},
	}
}

// guarded wants a token, and signs with it and the key.
func guarded(rows []Service) *Vendor {
	return &Vendor{
		Name: "guarded", Base: "https://guarded.test", Services: rows,
		Grant: func(r *Request) (*Grant, *Fault) {
			return &Grant{
				Key: "guarded " + r.Key(), Method: "POST", URL: "https://tokens.test/get", Body: "for " + r.Key(),
				Read: func(body string) (string, int64, bool) { return body, 3_600_000, body != "?" },
			}, nil
		},
		Sign: func(s *Signing) *Fault {
			s.Header = s.Header.Set("authorization", "signed-"+s.Token+"-"+s.Key)
			return nil
		},
	}
}

// inlining takes files as data: its request is their list.
func inlining() *Vendor {
	d := &Dialect{
		Name: "inlining", Framing: frame.SSE, Fault: plainFault, Reader: func(*ReadOptions) Reader { return farReader{} },
		Request: func(dst []byte, r *Request) ([]byte, *Fault) {
			for _, url := range gjson.Get(r.Body, "files").Array() {
				kind, data := r.Inline(url.Str)
				dst = append(dst, kind+"="+data+" "...)
			}
			return dst, nil
		},
	}
	return &Vendor{Name: "inlining", Base: "https://inlining.test", Auth: Auth{Header: "authorization"}, Services: []Service{{Endpoint: Chat, Dialect: d, Path: "/ask"}}}
}

// elsewhere answers with {"at": where the answer will be}.
func elsewhere() *Vendor {
	d := &Dialect{
		Name: "elsewhere", Framing: frame.SSE, Fault: plainFault, Reader: func(*ReadOptions) Reader { return farReader{} },
		Follow: func(_ *ReadOptions, body string) (*Next, *Fault) {
			if at := gjson.Get(body, "at").Str; at != "" {
				return &Next{URL: at, AfterMs: 500}, nil
			}
			return nil, nil
		},
	}
	return &Vendor{Name: "elsewhere", Base: "https://elsewhere.test", Auth: Auth{Header: "authorization"}, Services: []Service{{Endpoint: Chat, Dialect: d, Path: "/ask"}}}
}
