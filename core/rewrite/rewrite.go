// Package rewrite is the eye and the knife on JSON text: it checks a body once, changes top-level members of an object,
// and writes and reads the strings inside, without ever decoding the rest.
//
// Bodies are immutable strings. Check is the door: what it accepted, the other functions read without checking again;
// on other text they give some text, and they neither panic nor run on. Whatever no Edit names keeps its bytes, so numbers,
// key order, unknown members and whitespace survive. Functions that make JSON append to dst, which must not share memory
// with their input, and allocate only when dst is too small. Contents and, without a backslash, Unescape return a part of
// their input.
//
// Three words for the text of a JSON string: raw is the token `"a\n"`, contents is its inside `a\n`, still escaped, and
// plain text is what it means.
//
// It does its own stepping and uses neither gjson nor sjson; BenchmarkMembers compares them. gjson's ForEach unescapes
// each string that it passes: 410 µs and a copy of the prompt where a top-level prompt of 100 KB takes 32 µs here. sjson
// stops at the first member of the name, which makes a lone edit at the front of a 1 KB body faster (1.0 against 1.9 µs);
// elsewhere it takes as long or, in a large body with the member at its end, twice as long. It always takes two copies
// of the body, leaves a duplicate unedited, and reads a key as a path, which a key from a request is not.
package rewrite

// An Op says what an Edit does to the member it names.
type Op uint8

const (
	Set     Op = iota // give the member the value Raw, in its place; append it when the body has none
	Default           // append the member with the value Raw when the body has none
	Delete            // remove the member and one comma
	Rename            // give the member the name Raw; it keeps its place and its value
)

// An Edit changes one top-level member of an object.
type Edit struct {
	Op  Op
	Key string // the member's name in the body as it came, as plain text
	Raw string // Set, Default: a JSON value, inserted as it stands; Rename: the new name as plain text; Delete: unused
}

// Members appends body, an object that Check accepted, with the edits applied.
//
//	Members(nil, `{"model":"a", "n":1e400}`, []Edit{{Set, "model", `"b"`}, {Default, "stream", "true"}})
//	→ `{"model":"b", "n":1e400,"stream":true}`
//
// Members that no edit names keep their exact bytes and their order, and so does the whitespace around them; without
// edits the output is body. New members go behind the last one, in the order of the edits. It reads body once; only a
// Rename that applies looks for its new name first. It does not allocate when dst has room for body and all edits and
// there are at most 32 of these; a new buffer is one allocation.
//
// All edits name members of the body as it came: no edit sees what another one did, and the last one for a key is the
// only one. When the body has a key more than once, Set, Delete and Rename treat every such member alike.
//
// A Rename never makes a duplicate: when the new name is Set, stays in the body, or was taken by an earlier member, the
// renamed member is removed. So renaming max_tokens to max_completion_tokens leaves a max_completion_tokens that the
// caller sent; with a Delete for that one as well, max_tokens replaces it.
//
// A body that is not an object is appended unchanged. Neither body nor Raw is checked here.
func Members(dst []byte, body string, edits []Edit) []byte {
	w, ok := open(body)
	if len(edits) == 0 || !ok {
		return append(dst, body...)
	}
	var room [32]bool
	r := rewriting{body: body, edits: edits, met: room[:]}
	if len(edits) > len(room) {
		r.met = make([]bool, len(edits))
	}
	dst = append(r.room(dst), body[:w.at]...)
	for m, ok := w.next(); ok; m, ok = w.next() {
		dst = r.member(dst, m)
	}
	dst = r.missing(dst)
	return append(dst, body[w.at:]...)
}

// Twice reports whether body, an object that Check accepted, has the top-level member key more than once. Names are
// compared unescaped: "mod\u0065l" is "model".
func Twice(body, key string) bool {
	return count(body, key) > 1
}

// A rewriting is one run of Members.
type rewriting struct {
	body  string
	edits []Edit
	met   []bool // met[i]: a member of the body was handled by edits[i]
}

// room returns dst with room for all that may be appended, so that a new buffer is one allocation.
func (r *rewriting) room(dst []byte) []byte {
	n := len(dst) + len(r.body)
	for _, e := range r.edits {
		n += len(e.Key) + len(e.Raw) + len(`,"":`)
	}
	if n <= cap(dst) {
		return dst
	}
	return append(make([]byte, 0, n), dst...)
}

// member appends what becomes of m.
func (r *rewriting) member(dst []byte, m member) []byte {
	i := r.editOf(m)
	if i < 0 {
		return m.appendTo(dst)
	}
	e := r.edits[i]
	gone := e.Op == Delete || e.Op == Rename && r.isTaken(e.Raw)
	r.met[i] = true
	if gone {
		return dst
	}
	if e.Op == Set {
		m.value = e.Raw
	}
	if e.Op != Rename {
		return m.appendTo(dst)
	}
	dst = append(Comma(dst), m.lead...)
	dst = AppendString(dst, e.Raw)
	return m.appendValue(dst)
}

// missing appends the members that the body lacked.
func (r *rewriting) missing(dst []byte) []byte {
	for i, e := range r.edits {
		adds := e.Op == Set || e.Op == Default && !r.isRenamed(e.Key)
		if adds && !r.met[i] && r.last(e.Key) == i {
			dst = Raw(dst, e.Key, e.Raw)
		}
	}
	return dst
}

// editOf returns the index of the edit that decides about m, or -1.
func (r *rewriting) editOf(m member) int {
	for i := len(r.edits) - 1; i >= 0; i-- {
		if m.is(r.edits[i].Key) {
			return i
		}
	}
	return -1
}

// last returns the index of the edit that decides about key, or -1.
func (r *rewriting) last(key string) int {
	for i := len(r.edits) - 1; i >= 0; i-- {
		if r.edits[i].Key == key {
			return i
		}
	}
	return -1
}

// isTaken reports whether a member renamed to name would make a duplicate.
func (r *rewriting) isTaken(name string) bool {
	if r.isRenamed(name) {
		return true
	}
	if i := r.last(name); i >= 0 && r.edits[i].Op != Default {
		return r.edits[i].Op == Set
	}
	return count(r.body, name) > 0
}

// isRenamed reports whether a member met so far was to be renamed to name. Then the output has one of that name.
func (r *rewriting) isRenamed(name string) bool {
	for i, e := range r.edits {
		if e.Op == Rename && r.met[i] && e.Raw == name {
			return true
		}
	}
	return false
}
