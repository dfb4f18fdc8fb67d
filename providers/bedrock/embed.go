package bedrock

import (
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/core/vector"
)

// Embed is embeddings through InvokeModel, whose bodies are each maker's own.
//
//	Titan    {"inputText":"…","dimensions":512,"normalize":true} → {"embedding":[…],"inputTextTokenCount":5}
//	         multimodal: {"inputText","inputImage","embeddingConfig":{"outputEmbeddingLength":384}}
//	Cohere   {"texts":["…"],"input_type":"search_document","output_dimension":512,"embedding_types":["float"]}
//	         → {"embeddings":[[…]]} or {"embeddings":{"float":[[…]]}}
//	Nova     {"taskType":"SINGLE_EMBEDDING","singleEmbeddingParams":{"embeddingPurpose":"GENERIC_INDEX",
//	          "embeddingDimension":1024,"text":{"truncationMode":"END","value":"…"}}}
//	         → {"embeddings":[{"embeddingType":"TEXT","embedding":[…]}]}
//
// Cohere's and Nova's counts stand in a header that no body has: their usage is 0.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html, …-titan-embed-mm.html,
// …-embed-v3.html, …-embed-v4.html, https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html
// (read 2026-11-25, the last as a search excerpt). Nova was not recorded.
var Embed = &core.Dialect{
	Name: "bedrock-embed", Framing: frame.EventStream, Request: appendEmbed, Answer: appendVectors, Fault: ReadFault,
}

func appendEmbed(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	t := &embedding{r: r}
	for m := rewrite.Over(r.Body); m.Next(); {
		switch m.Key {
		case "model", "encoding_format":
		case "input":
			t.input = rewrite.Present(m.Value)
		case "dimensions":
			t.dimensions = rewrite.Present(m.Value)
		default:
			t.further = append(t.further, m)
		}
	}
	if !rewrite.IsString(t.input) && !rewrite.IsArray(t.input) {
		return dst, core.Refuse("input", "a text or a list of texts is required")
	}
	switch dst = append(dst, '{'); {
	case strings.Contains(r.Model, "cohere."):
		dst = t.cohere(dst)
	case strings.Contains(r.Model, "nova"):
		dst = t.nova(dst)
	default:
		dst = t.titan(dst)
	}
	return append(dst, '}'), t.fault
}

// embedding is a request on its way.
type embedding struct {
	r                 *core.Request
	input, dimensions string // raw
	further           []rewrite.Items
	fault             *core.Fault
}

// titan appends a request for one text. What the caller names beyond OpenAI's parameters is Titan's own.
func (t *embedding) titan(dst []byte) []byte {
	if one := t.one(); one != "" {
		dst = rewrite.Raw(dst, "inputText", one)
	}
	switch {
	case t.dimensions == "":
	case strings.Contains(t.r.Model, "embed-image"):
		dst = rewrite.Raw(dst, "embeddingConfig", `{"outputEmbeddingLength":`+t.dimensions+`}`)
	case strings.Contains(t.r.Model, "embed-text-v1"), strings.Contains(t.r.Model, "g1-text"):
		t.r.Drop("dimensions")
	default:
		dst = rewrite.Raw(dst, "dimensions", t.dimensions)
	}
	return t.rest(dst, " inputImage normalize embeddingTypes embeddingConfig ")
}

// cohere appends a request for a list of texts. input_type is required and says what the vectors are for; what is stored
// to be searched is meant where the caller does not say.
func (t *embedding) cohere(dst []byte) []byte {
	list := t.input
	if rewrite.IsString(list) {
		list = "[" + list + "]"
	}
	dst = rewrite.Raw(dst, "texts", list)
	if !t.names("input_type") {
		dst = rewrite.Escaped(dst, "input_type", "search_document")
	}
	switch {
	case t.dimensions == "":
	case strings.Contains(t.r.Model, "embed-v4"):
		dst = rewrite.Raw(dst, "output_dimension", t.dimensions)
	default:
		t.r.Drop("dimensions")
	}
	return t.rest(dst, " input_type truncate embedding_types images inputs max_tokens ")
}

func (t *embedding) nova(dst []byte) []byte {
	dst = append(rewrite.Escaped(dst, "taskType", "SINGLE_EMBEDDING"), `,"singleEmbeddingParams":{`...)
	dst = rewrite.Escaped(dst, "embeddingPurpose", "GENERIC_INDEX")
	if t.dimensions != "" {
		dst = rewrite.Raw(dst, "embeddingDimension", t.dimensions)
	}
	dst = append(rewrite.Key(dst, "text"), `{"truncationMode":"END"`...)
	dst = append(rewrite.Raw(dst, "value", t.one()), `}}`...)
	return t.rest(dst, " ")
}

// one is the text where the model takes one in a request.
func (t *embedding) one() string {
	if rewrite.IsString(t.input) {
		return t.input
	}
	list := rewrite.OverArray(t.input)
	if !list.Next() || !rewrite.IsString(list.Value) {
		t.refuse("a text is required")
		return `""`
	}
	one := list.Value
	if list.Next() {
		t.refuse(t.r.Model + " takes one text in a request")
	}
	return one
}

func (t *embedding) refuse(message string) {
	if t.fault == nil {
		t.fault = core.Refuse("input", message)
	}
}

func (t *embedding) names(key string) bool {
	for i := range t.further {
		if t.further[i].Key == key {
			return true
		}
	}
	return false
}

// rest appends the further members that the maker knows and drops the others.
func (t *embedding) rest(dst []byte, known string) []byte {
	for _, m := range t.further {
		switch {
		case rewrite.Present(m.Value) == "":
		case strings.Contains(known, " "+m.Key+" "):
			dst = rewrite.Raw(dst, m.Key, m.Value)
		default:
			t.r.Drop(m.Key)
		}
	}
	return dst
}

// appendVectors is Embed's Answer.
func appendVectors(dst []byte, o *core.ReadOptions, body string) ([]byte, bool) {
	if _, ok := rewrite.Check(body); !ok {
		return dst, false
	}
	list := vector.Begin(dst, rewrite.Given(o.Request.Body, "encoding_format"))
	vectors := rewrite.Given(body, "embeddings")
	if rewrite.IsObject(vectors) {
		vectors = rewrite.Given(vectors, "float")
	}
	ok, found := true, false
	if one := rewrite.Given(body, "embedding"); one != "" {
		ok, found = list.Add(one), true
	}
	for v := rewrite.OverArray(vectors); v.Next(); {
		one := v.Value
		if rewrite.IsObject(one) {
			one = rewrite.Given(one, "embedding")
		}
		ok, found = ok && list.Add(one), true
	}
	return list.End(rewrite.Escape(o.Model), count(rewrite.Given(body, "inputTextTokenCount"))), ok && found
}
