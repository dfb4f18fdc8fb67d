package wall

import "fmt"

// Verdict is what must become of a request whose first target has a fault.
type Verdict string

const (
	// FallsOver: the client gets the second target's whole answer and sees nothing of the first.
	FallsOver Verdict = "falls over"
	// Answers: the client gets the first target's whole answer.
	Answers Verdict = "answers"
	// Filtered: the client gets the first target's words and why there are no more: that is an answer.
	Filtered Verdict = "filtered"
	// BreaksOff: the client has begun to read and gets a typed error as the last thing in the stream.
	BreaksOff Verdict = "breaks off"
)

// Fault is one thing that goes wrong at a provider.
type Fault struct {
	Name   string
	Stream Verdict // of a streamed request; "": makes no sense there
	Whole  Verdict // of a buffered one
	Config string  // members of the first target's config, such as `"retry":{"attempts":1}`
	// Play answers the first Calls requests; later ones get a healthy answer. nil: nobody listens.
	Play  func(w *Wire, s Speech)
	Calls int
	Words int // of the first target that the client gets before a stream breaks off
	// IsVisible: a client that gets the provider's own bytes sees by itself what is wrong with them.
	IsVisible           bool
	AtLeastMs, AtMostMs int64 // how long it takes the client, where that is the point; 0: no bound
}

// Faults is the wall: what a router must survive.
var Faults = []Fault{
	{
		Name: "429 with `Retry-After: 3600`", Stream: FallsOver, Whole: FallsOver, Calls: 1, AtMostMs: 1000,
		Config: `"retry":{"attempts":1,"use_retry_after_header":true}`,
		Play:   fails(429, "rate_limit_error", "rate_limit_exceeded", "Slow down", "retry-after: 3600"),
	},
	{
		Name: "429 with `retry-after-ms: 300`, one retry", Stream: Answers, Whole: Answers, Calls: 1, AtLeastMs: 300,
		Config: `"retry":{"attempts":1,"use_retry_after_header":true}`,
		Play:   fails(429, "rate_limit_error", "rate_limit_exceeded", "Slow down", "retry-after-ms: 300"),
	},
	{
		Name: "429 without `Retry-After`", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: fails(429, "rate_limit_error", "rate_limit_exceeded", "Slow down"),
	},
	{
		Name: "500 once, one retry", Stream: Answers, Whole: Answers, Calls: 1, AtLeastMs: 750, Config: `"retry":{"attempts":1}`,
		Play: fails(500, "server_error", "internal", "It broke"),
	},
	{
		Name: "503", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: fails(503, "overloaded_error", "overloaded", "Come back later"),
	},
	{Name: "connection refused", Stream: FallsOver, Whole: FallsOver},
	{
		Name: "reset before the header", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, _ Speech) { w.Reset() },
	},
	{
		Name: "reset after the header", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) {
			w.Head(200, s.kind())
			w.Reset()
		},
	},
	{
		Name: "silence for longer than `headers`", Stream: FallsOver, Whole: FallsOver, Calls: 1, AtLeastMs: 200,
		Config: `"timeouts":{"headers":200}`,
		Play:   func(w *Wire, _ Speech) { w.Silence() },
	},
	{
		Name: "first token later than `first_token`", Stream: FallsOver, Calls: 1, AtLeastMs: 200,
		Config: `"timeouts":{"first_token":200}`,
		Play: func(w *Wire, s Speech) {
			w.Head(200, streamType)
			w.Send(s.opening...)
			for range 20 { // it is alive, and says nothing
				w.Wait(50)
				w.Send(": busy\n\n")
			}
		},
	},
	{Name: "stream reset at its 5th word", Stream: BreaksOff, Calls: 1, Words: 5, Play: resetsAfter(5)},
	{Name: "stream reset at its 50th word", Stream: BreaksOff, Calls: 1, Words: 50, Play: resetsAfter(50)},
	{
		Name: "body reset in its middle", Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) {
			w.Head(200, jsonType)
			w.Send(half(s.body(s.reasons.stop)))
			w.Reset()
		},
	},
	{
		Name: "stream ended without its ending", Stream: BreaksOff, Calls: 1, Words: 7,
		Play: func(w *Wire, s Speech) {
			w.Head(200, streamType)
			w.Send(s.frames(7)...)
			w.End()
		},
	},
	{
		Name: "half a body, ended cleanly", Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) { w.Whole(200, jsonType, half(s.body(s.reasons.stop))) },
	},
	{
		Name: "stall in the middle, longer than `idle`", Stream: BreaksOff, Whole: FallsOver, Calls: 1, Words: 3, AtLeastMs: 200,
		Config: `"timeouts":{"idle":200}`,
		Play: func(w *Wire, s Speech) {
			w.Head(200, s.kind())
			if s.IsStream {
				w.Send(s.frames(3)...)
			} else {
				w.Send(half(s.body(s.reasons.stop)))
			}
			w.Silence()
		},
	},
	{
		Name: "malformed first frame", Stream: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) { s.garble(w, 0) },
	},
	{
		Name: "malformed frame in the middle", Stream: BreaksOff, Calls: 1, Words: 4, IsVisible: true,
		Play: func(w *Wire, s Speech) { s.garble(w, 4) },
	},
	{
		Name: "200 `text/html`", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, _ Speech) { w.Whole(200, htmlType, page) },
	},
	{
		Name: "JSON where a stream was asked for", Stream: Answers, Calls: 1,
		Play: func(w *Wire, s Speech) { w.Whole(200, jsonType, s.body(s.reasons.stop)) },
	},
	{
		Name: "gzip that nobody asked for", Stream: Answers, Whole: Answers, Calls: 1,
		Play: func(w *Wire, s Speech) {
			body := s.body(s.reasons.stop)
			if s.IsStream {
				body = join(s.frames(answerWords)) + s.ending(s.reasons.stop)
			}
			w.Whole(200, s.kind(), packed(body), "content-encoding: gzip")
		},
	},
	{
		Name: "empty 200", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) { w.Whole(200, s.kind(), "") },
	},
	{
		Name: "502 with an HTML page", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, _ Speech) { w.Whole(502, htmlType, page) },
	},
	{
		Name: "400, the context is too long", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: fails(400, "invalid_request_error", "context_length_exceeded", "The prompt is too long"),
	},
	{
		Name: "400, the prompt is filtered", Stream: FallsOver, Whole: FallsOver, Calls: 1,
		Play: fails(400, "invalid_request_error", "content_filter", "The prompt triggered a content filter"),
	},
	{
		Name: "the answer is filtered", Stream: Filtered, Whole: Filtered, Calls: 1, Words: 6,
		Play: func(w *Wire, s Speech) {
			if !s.IsStream {
				w.Whole(200, jsonType, fmt.Sprintf(s.whole, Words(6), s.reasons.filter))
				return
			}
			w.Head(200, streamType)
			w.Send(s.frames(6)...)
			w.Send(s.ending(s.reasons.filter))
			w.End()
		},
	},
	{
		Name: "error as the first frame", Stream: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) {
			w.Head(200, streamType)
			w.Send(s.failure)
			w.End()
		},
	},
	{
		Name: "error in the middle", Stream: BreaksOff, Calls: 1, Words: 8,
		Play: func(w *Wire, s Speech) {
			w.Head(200, streamType)
			w.Send(s.frames(8)...)
			w.Send(s.failure)
			w.End()
		},
	},
	{
		Name: "error as the body of a 200", Whole: FallsOver, Calls: 1,
		Play: func(w *Wire, s Speech) {
			w.Whole(200, jsonType, s.fault("server_error", "overloaded", "The server had an error"))
		},
	},
	{
		Name: "half a tool call", Stream: BreaksOff, Calls: 1,
		Play: func(w *Wire, s Speech) {
			w.Head(200, streamType)
			w.Send(s.opening...)
			w.Send(s.call...)
			w.End()
		},
	},
}

// Named is the fault of that name.
func Named(name string) *Fault {
	for i := range Faults {
		if Faults[i].Name == name {
			return &Faults[i]
		}
	}
	panic("wall: no fault is called " + name)
}

// fails answers with an error body.
func fails(status int, kind, code, message string, fields ...string) func(*Wire, Speech) {
	return func(w *Wire, s Speech) { w.Whole(status, jsonType, s.fault(kind, code, message), fields...) }
}

func resetsAfter(words int) func(*Wire, Speech) {
	return func(w *Wire, s Speech) {
		w.Head(200, streamType)
		w.Send(s.frames(words)...)
		w.Reset()
	}
}

// garble breaks one frame of an answer that is whole otherwise.
func (s Speech) garble(w *Wire, words int) {
	frames := s.frames(words)
	w.Head(200, streamType)
	w.Send(frames...)
	w.Send(s.garbled)
	w.Send(s.frames(answerWords)[len(frames):]...)
	w.Send(s.ending(s.reasons.stop))
	w.End()
}

// kind is the content type of a healthy answer.
func (s Speech) kind() string {
	if s.IsStream {
		return streamType
	}
	return jsonType
}

func half(text string) string { return text[:len(text)/2] }

func join(pieces []string) (all string) {
	for _, piece := range pieces {
		all += piece
	}
	return all
}
