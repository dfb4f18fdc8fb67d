package diffusion

import (
	"slices"
	"strconv"

	"causeway/core"
	"causeway/core/picture"
	"causeway/core/rewrite"
)

// dropped are OpenAI's members that no model here has, sorted.
var dropped = [...]string{"background", "moderation", "output_compression", "partial_images", "quality", "style", "user"}

// names are what a server calls the members that OpenAI has too. "": it has none.
type names struct{ width, height, ratio, count string }

// appendPrompts is Prompts.Request.
//
//	{"model":"stable-diffusion-v1-6","prompt":"a cat","n":2,"size":"1024x768"}
//	→ {"text_prompts":[{"text":"a cat"}],"samples":2,"width":1024,"height":768}
func appendPrompts(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	prompt := rewrite.Member(r.Body, "prompt")
	dst = append(append(dst, '{'), `"text_prompts":[{"text":`...)
	if prompt == "" {
		prompt = `""`
	}
	dst = append(append(dst, prompt...), `}]`...)
	each(r, names{width: "width", height: "height", count: "samples"}, func(key, raw string) {
		if key != "prompt" {
			dst = rewrite.Raw(dst, key, raw)
		}
	})
	return append(dst, '}'), nil
}

func appendSegmind(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	dst = appendMembers(append(dst, '{'), r, names{width: "img_width", height: "img_height", count: "samples"})
	return append(rewrite.Raw(dst, "base64", "true"), '}'), nil
}

func appendSamples(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return append(appendMembers(append(dst, '{'), r, names{width: "width", height: "height", count: "samples"}), '}'), nil
}

func appendRatio(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return append(appendMembers(append(dst, '{'), r, names{ratio: "aspect_ratio"}), '}'), nil
}

func appendSingle(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	return append(appendMembers(append(dst, '{'), r, names{width: "width", height: "height"}), '}'), nil
}

func appendMembers(dst []byte, r *core.Request, n names) []byte {
	each(r, n, func(key, raw string) { dst = rewrite.Raw(dst, key, raw) })
	return dst
}

// each gives the request's members to say, by the names that the server has for them, and drops the others.
func each(r *core.Request, n names, say func(key, raw string)) {
	for m := rewrite.Over(r.Body); m.Next(); {
		switch _, isDropped := slices.BinarySearch(dropped[:], m.Key); {
		case m.Value == "null" || m.Key == "model" || m.Key == "stream":
		case isDropped || m.Key == "response_format" && m.Value != `"b64_json"`:
			r.Drop(m.Key) // every reply here holds its pictures
		case m.Key == "response_format":
		case m.Key == "n" && n.count != "":
			say(n.count, m.Value)
		case m.Key == "n":
			if m.Value != "1" {
				r.Drop(m.Key)
			}
		case m.Key == "size":
			if !n.size(rewrite.Contents(m.Value), say) {
				r.Drop(m.Key)
			}
		default:
			say(m.Key, m.Value)
		}
	}
}

// size says a size in pixels, or as the ratio of its sides where the server has one for that.
func (n *names) size(size string, say func(key, raw string)) bool {
	width, height, ok := picture.Sides(size)
	if !ok {
		return false
	}
	if n.ratio == "" {
		say(n.width, width)
		say(n.height, height)
		return true
	}
	ratio := ratioOf(width, height)
	if !slices.Contains(ratios[:], ratio) {
		return false
	}
	say(n.ratio, `"`+ratio+`"`)
	return true
}

// ratios are the aspect_ratio values of Stability and of FLUX.
var ratios = [...]string{"16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"}

// ratioOf is the ratio of two numbers in lowest terms: "1536", "1024" → "3:2".
func ratioOf(width, height string) string {
	w, _ := strconv.Atoi(width)
	h, _ := strconv.Atoi(height)
	a, b := w, h
	for b != 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return ""
	}
	return strconv.Itoa(w/a) + ":" + strconv.Itoa(h/a)
}
