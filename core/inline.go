package core

import (
	"encoding/base64"
	"strings"
)

// Some dialects take a file's bytes and no URL. A dialect's Request then asks for them with Inline, goes on with what it
// gets, and its body is thrown away if a file was not there yet: the machine fetches it and asks again.

const (
	// maxFileBytes, maxFiles and maxFilesBytes, of all together, bound what is fetched for one call. At the edge there are
	// 128 MB for everything, and a file takes its size two and a half times: in base64, and again in the body.
	maxFileBytes  = 10 << 20
	maxFiles      = 20
	maxFilesBytes = 20 << 20
	// maxRedirects bounds where a file's URL may lead.
	maxRedirects = 3
)

// files are those that a call's URLs name, as far as they were needed.
type files struct {
	list    []file
	bytes   int    // of all in the list
	wanted  string // the URL of the next one to fetch; "": none
	moved   string // where that one is; "": there
	moves   int    // how often it has been redirected
	isBound bool   // the config forbids fetching
	isDry   bool   // nobody is called
}

type file struct{ url, kind, data string }

// Inline is the file at an https URL: its media type and its bytes in base64. Both are "" while it has not been fetched;
// whatever the dialect makes of them then is never sent.
func (r *Request) Inline(url string) (kind, data string) {
	f := r.files
	if f == nil { // a request that nobody will send
		return "", ""
	}
	for i := range f.list {
		if f.list[i].url == url {
			return f.list[i].kind, f.list[i].data
		}
	}
	switch {
	case f.isDry:
		f.list = append(f.list, file{url: url})
	case f.wanted == "":
		f.wanted = url
	}
	return "", ""
}

// filesOf are the call's files, for a target.
func (x *Exchange) filesOf(t *Target) *files {
	x.files.wanted, x.files.isBound, x.files.isDry = "", t.KeepsURLs, x.dry != nil
	return &x.files
}

// fileErrand is the errand for a file that the dialect asked for, nil when it has all.
func (x *Exchange) fileErrand() (*errand, *Fault) {
	url := x.files.wanted
	if url == "" {
		return nil, nil
	}
	if fault := x.fileFault(url); fault != nil {
		return nil, fault
	}
	if x.files.moved != "" {
		url = x.files.moved
	}
	return &errand{
		fetch: Action{Method: "GET", URL: url, Header: Header{{"accept", "*/*"}, {"user-agent", "causeway"}}, IsPublic: true},
		most:  min(maxFileBytes, maxFilesBytes-x.files.bytes),
		read:  readFile,
	}, nil
}

// fileFault is why a file may not be fetched, nil when it may.
func (x *Exchange) fileFault(url string) *Fault {
	a := &x.attempt
	why := ""
	switch {
	case x.files.isBound:
		why = "the config sets inline_urls to false"
	case !isPublicURL(url):
		why = "only https URLs of public hosts are fetched"
	case len(x.files.list) >= maxFiles:
		why = "more than " + decimal(maxFiles) + " files"
	case x.files.bytes >= maxFilesBytes:
		why = "more than " + decimal(maxFilesBytes) + " bytes of files"
	default:
		return nil
	}
	return callerFault(400, "url_not_inlined",
		a.target.Vendor.Name+" takes files as data and not as URLs, and this one is not fetched: "+why)
}

// readFile keeps a file, or notes where it is.
func readFile(x *Exchange, status int, header Header, body string) *Fault {
	f := &x.files
	if to := header.Get("location"); status >= 300 && status <= 399 && to != "" && f.moves < maxRedirects {
		to = redirected(x.attempt.errand.fetch.URL, to)
		if !isPublicURL(to) {
			return callerFault(400, "url_not_inlined", "the URL of a file leads to one that is not https or not public")
		}
		f.moved, f.moves = to, f.moves+1
		return nil
	}
	if status < 200 || status > 299 {
		return callerFault(400, "file_not_fetched",
			"the file at "+hostOf(x.attempt.errand.fetch.URL)+" could not be fetched: status "+decimal(int64(status)))
	}
	kind, _, _ := strings.Cut(header.Get("content-type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	f.list = append(f.list, file{f.wanted, kind, base64.StdEncoding.EncodeToString([]byte(body))})
	f.bytes += len(body)
	f.moved, f.moves = "", 0
	return nil
}

// redirected is where a redirect leads from a URL: to may be whole, or lack what is as before
// (https://www.rfc-editor.org/rfc/rfc3986#section-4.2).
func redirected(from, to string) string {
	path := strings.Index(from, "://") + len("://") + len(hostOf(from))
	end := path + len(from[path:])
	if i := strings.IndexAny(from[path:], "?#"); i >= 0 {
		end = path + i
	}
	switch {
	case strings.HasPrefix(to, "//"):
		return from[:strings.IndexByte(from, '/')] + to
	case to[0] == '/':
		return from[:path] + to
	case to[0] == '?':
		return from[:end] + to
	case strings.Contains(to[:strings.IndexAny(to+"/", "/?#")], ":"): // a scheme
		return to
	}
	return from[:max(strings.LastIndexByte(from[:end], '/'), path)] + "/" + strings.TrimPrefix(to, "./")
}

// isPublicURL reports that a URL is https and names a host by a name with a dot, none that is at home in a private network.
// The host refuses what such a name resolves to, where it can tell (Action.IsPublic).
func isPublicURL(url string) bool {
	if !strings.HasPrefix(url, "https://") || strings.ContainsAny(url, " \t\r\n\\@") {
		return false
	}
	name, _, _ := strings.Cut(strings.ToLower(hostOf(url)), ":")
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last == name || last == "" || last[0] >= '0' && last[0] <= '9' || !isHostName(name) { // an escaped digit is one too
		return false
	}
	for _, private := range [...]string{"local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"} {
		if last == private {
			return false
		}
	}
	return true
}
