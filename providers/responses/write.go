package responses

import (
	"slices"
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/proof"
	"causeway/core/rewrite"
)

// writer writes a reply, streamed or buffered: a stream ends with the whole response, so that both collect the same
// outputs. Of several choices the first is the response. It copies what it keeps of an event.
//
// Outputs follow one another, but for calls whose arguments are not complete when another output begins, as when a
// provider tells parallel calls in turns: such a call stays open, and every event names its output.
type writer struct {
	options   core.WriteOptions
	id, model string
	customs   []string // names of the client's custom tools; contents
	reason    event.Reason
	usage     event.Usage
	hasUsage  bool
	fields    []core.Field // extras that are members of the response
	echo      string       // what the response repeats of the request

	outputs  []output
	running  int    // the message or reasoning that goes on, none
	waiting  int    // the call that has not been opened, for its proof may come next and goes into its id; none
	found    []byte // '[' and the annotations for the text that ends next
	hasBegun bool
	sequence int64 // of the next event
}

const none = -1

func newWriter(o *core.WriteOptions) core.Writer {
	w := &writer{options: *o, running: none, waiting: none}
	for tool := rewrite.OverArray(rewrite.Given(o.Body, "tools")); tool.Next(); {
		if rewrite.Inside(tool.Value, "type") == "custom" {
			w.customs = append(w.customs, rewrite.Inside(tool.Value, "name"))
		}
	}
	return w
}

// Event implements core.Writer.
func (w *writer) Event(dst []byte, e *event.Event) []byte {
	if e.Choice != 0 || w.note(e) {
		return dst
	}
	dst = w.open(dst)
	if e.Kind == event.Signature && w.isOfCall() {
		w.sign(e)
		return dst
	}
	dst = w.openCall(dst)
	switch e.Kind {
	case event.Text, event.Refusal:
		dst, o, p := w.part(dst, e.Kind)
		p.text = append(p.text, e.Raw...)
		return w.textDelta(dst, o, e.Kind, e.Raw)
	case event.Thinking:
		dst, o := w.reasoning(dst, e)
		if len(o.text) == 0 {
			dst = w.emit(dst, o, "response.reasoning_summary_part.added", `,"summary_index":0,"part":$`, o.summary())
		}
		o.text = append(o.text, e.Raw...)
		return w.emit(dst, o, "response.reasoning_summary_text.delta", `,"summary_index":0,"delta":"$"`, e.Raw)
	case event.Signature:
		dst, o := w.reasoning(dst, e)
		o.seal(signatureSeal, e.Raw)
		return dst
	case event.Redacted:
		dst, o := w.reasoning(w.settle(dst, false), e)
		o.seal(redactedSeal, e.Raw)
		return w.settle(dst, false)
	case event.ToolCall:
		return w.call(dst, e)
	case event.ToolArgs:
		return w.arguments(dst, e)
	case event.Media:
		return w.media(dst, e)
	case event.Extra:
		return w.extra(dst, e)
	}
	return dst
}

// End implements core.Writer.
func (w *writer) End(dst []byte) []byte {
	dst = w.settle(w.openCall(w.open(dst)), true)
	for i := len(w.outputs) - 1; i >= 0 && len(w.found) > 0; i-- { // what came behind all text is of the last one
		if o := &w.outputs[i]; o.kind == message && o.part().kind == event.Text {
			w.annotate(nil, o)
		}
	}
	status := completed
	if cutFor(w.reason) != "" {
		status = incomplete
	}
	if !w.options.Stream {
		return w.appendResponse(dst, status)
	}
	return w.whole(dst, status, "response."+status)
}

// note keeps what e says and reports whether that was all that e is about.
func (w *writer) note(e *event.Event) bool {
	switch e.Kind {
	case event.Start:
		if !w.hasBegun {
			w.id, w.model = strings.Clone(e.ID), strings.Clone(e.Name)
		}
	case event.UsageCount:
		w.usage, w.hasUsage = e.Usage, true
	case event.Finish:
		w.reason = e.Reason
	case event.Extra:
		switch e.Name {
		case annotations, logprobs, outputItems:
			return false
		}
		w.field(e)
	default:
		return false
	}
	return true
}

// field keeps a member; of one that comes twice the last holds. A strict reply has none that OpenAI does not know.
func (w *writer) field(e *event.Event) {
	if w.options.Strict {
		return
	}
	value := string(rewrite.AppendMinified(nil, e.Raw))
	for i := range w.fields {
		if w.fields[i].Name == e.Name {
			w.fields[i].Value = value
			return
		}
	}
	w.fields = append(w.fields, core.Field{Name: strings.Clone(e.Name), Value: value})
}

// part is the running text or refusal, or a new one.
func (w *writer) part(dst []byte, kind event.Kind) ([]byte, *output, *part) {
	isNew := w.running == none || w.outputs[w.running].kind != message
	if isNew {
		dst = w.begin(dst, output{kind: message, id: w.itemID("msg_")})
	}
	o := &w.outputs[w.running]
	if isNew || o.part().kind != kind {
		if !isNew {
			dst = w.closePart(dst, o)
		}
		o.parts = append(o.parts, part{kind: kind})
		dst = w.partAdded(dst, o)
	}
	return dst, o, o.part()
}

// reasoning is the running reasoning that e belongs to, or a new one: a seal covers all of what is before it.
func (w *writer) reasoning(dst []byte, e *event.Event) ([]byte, *output) {
	if w.running != none {
		if o := &w.outputs[w.running]; o.kind == reasoning && o.source == e.Index && (!o.isSigned || e.Kind == event.Signature) {
			return dst, o
		}
	}
	dst = w.begin(dst, output{kind: reasoning, id: w.itemID(reasoningID), source: e.Index})
	return dst, &w.outputs[w.running]
}

// begin ends what ran and begins an output, which runs then.
func (w *writer) begin(dst []byte, o output) []byte {
	dst = w.settle(dst, false)
	o.index = len(w.outputs)
	w.outputs = append(w.outputs, o)
	w.running = o.index
	return w.added(dst, &w.outputs[o.index])
}

// isOfCall reports that a signature is a call's: nothing but its arguments came behind it.
func (w *writer) isOfCall() bool {
	n := len(w.outputs)
	return n > 0 && w.running == none && w.outputs[n-1].isCall()
}

// sign puts the proof of a call into its id. In a stream one that comes late is lost: the id has been told.
func (w *writer) sign(e *event.Event) {
	if o := w.callAt(e.Index); o != nil && (!w.options.Stream || w.waiting == o.index) {
		o.callID = proof.Sign(o.callID, rewrite.Unescape(e.Raw))
	}
}

// call begins a call, which openCall opens.
func (w *writer) call(dst []byte, e *event.Event) []byte {
	dst = w.settle(dst, false)
	o := output{kind: functionCall, source: e.Index, index: len(w.outputs), callID: w.callID(e), name: strings.Clone(e.Name)}
	prefix := "fc_"
	if slices.Contains(w.customs, e.Name) {
		o.kind, prefix = customCall, "ctc_"
	}
	o.id = w.itemID(prefix)
	w.outputs = append(w.outputs, o)
	w.waiting = o.index
	return dst
}

func (w *writer) openCall(dst []byte) []byte {
	if w.waiting == none {
		return dst
	}
	o := &w.outputs[w.waiting]
	w.waiting = none
	return w.added(dst, o)
}

func (w *writer) callAt(source int) *output {
	for i := len(w.outputs) - 1; i >= 0; i-- {
		if o := &w.outputs[i]; o.isCall() && o.source == source {
			return o
		}
	}
	return nil
}

func (w *writer) arguments(dst []byte, e *event.Event) []byte {
	o := w.callAt(e.Index)
	if o == nil || o.isDone || e.Raw == "" {
		return dst
	}
	o.text = append(o.text, e.Raw...)
	if o.kind == customCall { // what the tool is given is known when all of it is there
		return dst
	}
	return w.argumentsDelta(dst, o, e.Raw)
}

// media appends what the model made: an image as OpenAI's image tool gives one, a sound as a part of a message.
func (w *writer) media(dst []byte, e *event.Event) []byte {
	if strings.HasPrefix(e.Name, "audio/") {
		dst, _, p := w.part(dst, event.Media)
		p.text = append(p.text, e.Raw...)
		return dst
	}
	format := strings.TrimPrefix(strings.Clone(e.Name), "image/")
	return w.settle(w.begin(dst, output{kind: imageCall, id: w.itemID("ig_"), name: format, text: []byte(e.Raw)}), false)
}

// extra keeps annotations for the text that ends next, gives logprobs to the text before them, and appends items of OpenAI's
// own tools as they are.
func (w *writer) extra(dst []byte, e *event.Event) []byte {
	switch e.Name {
	case annotations:
		if len(w.found) == 0 {
			w.found = append(w.found, '[')
		}
		for a := rewrite.OverArray(e.Raw); a.Next(); {
			w.found = append(rewrite.Comma(w.found), a.Value...)
		}
	case logprobs:
		if w.running == none || w.outputs[w.running].kind != message {
			return dst
		}
		p := w.outputs[w.running].part()
		for one := rewrite.OverArray(rewrite.Given(e.Raw, "content")); one.Next(); {
			p.logprobs = rewrite.AppendMinified(rewrite.Comma(p.logprobs), one.Value)
		}
	case outputItems:
		for one := rewrite.OverArray(e.Raw); one.Next(); {
			dst = w.begin(dst, output{id: rewrite.Inside(one.Value, "id"), text: rewrite.AppendMinified(nil, one.Value)})
			dst = w.settle(dst, false)
		}
	}
	return dst
}

// settle ends the running output and the calls that are complete, or at the end all of them.
func (w *writer) settle(dst []byte, isEnd bool) []byte {
	if w.running != none {
		dst = w.close(dst, w.running, isEnd)
		w.running = none
	}
	for i := range w.outputs {
		if o := &w.outputs[i]; !o.isDone && i != w.waiting && (isEnd || o.isComplete()) {
			dst = w.close(dst, i, isEnd)
		}
	}
	return dst
}

// itemID is the id of the output that begins: the same for the same input.
func (w *writer) itemID(prefix string) string {
	return prefix + w.tail() + "_" + strconv.Itoa(len(w.outputs))
}

// tail is what is particular about the id that the gateway gave the reply.
func (w *writer) tail() string { return strings.TrimPrefix(w.options.ID, "chatcmpl-") }

// callID is the provider's id of a call, or one made of the reply's.
func (w *writer) callID(e *event.Event) string {
	if e.ID != "" {
		return strings.Clone(e.ID)
	}
	return "call_" + w.tail() + "_" + strconv.Itoa(e.Index)
}
