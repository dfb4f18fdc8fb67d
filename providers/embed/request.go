package embed

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
)

// translation is one request on its way.
type translation struct {
	r     *core.Request
	names []rewrite.Name
	// own appends a member that is more than a name; false where it is none.
	own   func(t *translation, dst []byte, m rewrite.Items) ([]byte, bool)
	fault *core.Fault
}

// AppendVoyage appends what Voyage gets for r: {"input":"a","dimensions":256} → {"input":"a","output_dimension":256}.
func AppendVoyage(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, names: voyageNames[:], own: (*translation).voyage}
	return t.appendTo(dst)
}

// AppendVoyageMixed appends what Voyage's models of text and images get for r.
func AppendVoyageMixed(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, names: voyageNames[:], own: (*translation).voyageMixed}
	return t.appendTo(dst)
}

// AppendJina appends what Jina gets for r. Its answers are in the hub's shape.
func AppendJina(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, names: jinaNames[:], own: (*translation).jina}
	return t.appendTo(dst)
}

// AppendNomic appends what Nomic gets for r; without a task_type it takes texts for documents.
func AppendNomic(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, names: nomicNames[:], own: texts("texts")}
	return t.appendTo(dst)
}

// AppendPerplexity appends what Perplexity gets for r.
func AppendPerplexity(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, own: (*translation).perplexity}
	return t.appendTo(dst)
}

// AppendFeatures appends what Hugging Face's feature extraction gets for r.
func AppendFeatures(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := translation{r: r, names: featureNames[:], own: texts("inputs")}
	return t.appendTo(dst)
}

// appendTo appends the request: members by their names there, and user nowhere: nobody takes one.
func (t *translation) appendTo(dst []byte) ([]byte, *core.Fault) {
	dst = append(dst, '{')
	for m := rewrite.Over(t.r.Body); m.Next(); {
		as, known := rewrite.NameOf(t.names, t.r.Body, m.Key, m.Value)
		if as != "" {
			dst = rewrite.Raw(dst, as, m.Value)
		}
		if known || m.Value == "null" {
			continue
		}
		var isOwn bool
		switch dst, isOwn = t.own(t, dst, m); {
		case isOwn:
		case m.Key == "user":
			t.r.Drop(m.Key)
		default:
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
	}
	if t.fault != nil {
		return nil, t.fault
	}
	return append(dst, '}'), nil
}

// voyage appends what Voyage does not merely call otherwise: it knows base64, and no word for numbers.
func (t *translation) voyage(dst []byte, m rewrite.Items) ([]byte, bool) {
	switch m.Key {
	case "input":
		return t.input(dst, m.Value, "input", nil), true
	case "encoding_format":
		if m.Value != `"float"` {
			dst = rewrite.Raw(dst, m.Key, m.Value)
		}
		return dst, true
	}
	return dst, false
}

// voyageMixed appends inputs of text and images, whose encoding is called otherwise again.
func (t *translation) voyageMixed(dst []byte, m rewrite.Items) ([]byte, bool) {
	switch m.Key {
	case "input":
		return t.input(dst, m.Value, "inputs", appendMixed), true
	case "encoding_format":
		if m.Value == `"base64"` {
			dst = rewrite.Raw(dst, "output_encoding", m.Value)
		}
		return dst, true
	}
	return dst, false
}

func (t *translation) jina(dst []byte, m rewrite.Items) ([]byte, bool) {
	if m.Key != "input" {
		return dst, false
	}
	return t.input(dst, m.Value, "input", appendJinaInput), true
}

// perplexity passes on an encoding of its own; for OpenAI's the answer is made of its usual one.
func (t *translation) perplexity(dst []byte, m rewrite.Items) ([]byte, bool) {
	if m.Key != "encoding_format" {
		return dst, false
	}
	if !isOpenAIs(m.Value) {
		dst = rewrite.Raw(dst, m.Key, m.Value)
	}
	return dst, true
}

func isOpenAIs(format string) bool {
	return format == "" || format == `"float"` || format == `"base64"`
}

// texts is the wire's own part where it takes a list of texts, under this name.
func texts(as string) func(t *translation, dst []byte, m rewrite.Items) ([]byte, bool) {
	return func(t *translation, dst []byte, m rewrite.Items) ([]byte, bool) {
		if m.Key != "input" {
			return dst, false
		}
		return t.input(dst, m.Value, as, nil), true
	}
}

// input appends what is to be embedded. put appends one that is an object; nil: objects have their text only.
func (t *translation) input(dst []byte, raw, as string, put func(dst []byte, r *core.Request, object string) []byte) []byte {
	switch {
	case as == "input" && strings.HasPrefix(raw, `"`): // who has OpenAI's name takes a lone text too
		return rewrite.Raw(dst, as, raw)
	case !rewrite.IsArray(raw):
		raw = "[" + raw + "]"
	}
	dst = append(rewrite.Key(dst, as), '[')
	for in := rewrite.Over(raw); in.Next(); {
		said := in.Value
		isObject := strings.HasPrefix(said, "{")
		if isObject && put == nil {
			said = rewrite.Member(said, "text")
		}
		dst = rewrite.Comma(dst)
		switch {
		case isObject && put != nil:
			dst = put(dst, t.r, said)
		case !strings.HasPrefix(said, `"`):
			t.fault = core.Refuse("input", "input: "+t.r.Vendor.Name+" does not embed this: a text is expected")
		case put != nil && as == "inputs":
			dst = append(rewrite.Raw(append(dst, `{"content":[{"type":"text"`...), "text", said), `}]}`...)
		default:
			dst = append(dst, said...)
		}
	}
	return append(dst, ']')
}

// appendMixed appends Voyage's {"content":[PART…]} of {"text"?,"image"?}.
func appendMixed(dst []byte, r *core.Request, object string) []byte {
	dst = append(dst, `{"content":[`...)
	if said := rewrite.Member(object, "text"); said != "" {
		dst = append(rewrite.Raw(append(dst, `{"type":"text"`...), "text", said), '}')
	}
	if url, data := imageIn(object); url != "" {
		dst = append(rewrite.Text(append(rewrite.Comma(dst), `{"type":"image_url"`...), "image_url", url), '}')
	} else if data != "" {
		if !strings.HasPrefix(data, "data:") {
			data = "data:image/jpeg;base64," + data
		}
		dst = append(rewrite.Text(append(rewrite.Comma(dst), `{"type":"image_base64"`...), "image_base64", data), '}')
	}
	return append(dst, `]}`...)
}

// appendJinaInput appends Jina's {"text"} or {"image"}, an address or base64.
func appendJinaInput(dst []byte, _ *core.Request, object string) []byte {
	url, data := imageIn(object)
	if url == "" {
		url = data
	}
	if url == "" {
		return append(dst, object...)
	}
	return append(rewrite.Text(append(dst, '{'), "image", url), '}')
}

// imageIn is the image of an input as Portkey has it, "" and "" without one.
func imageIn(object string) (url, data string) {
	image := rewrite.Member(object, "image")
	return rewrite.Plain(rewrite.Member(image, "url")), rewrite.Plain(rewrite.Member(image, "base64"))
}
