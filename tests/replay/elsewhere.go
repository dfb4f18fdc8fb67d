package replay

import (
	"slices"
	"strings"

	"causeway/core"
)

// Some replies say only where the answer will be: a prediction that runs, a task that waits. Some recordings are what was
// found there.

// placeOf is where the answer to r will be, by its URL or the end of it; "" when r is an answer.
func placeOf(r *Recording) (places []string) {
	if r.Request.Method != "POST" || r.Stream || r.IsFailure() {
		return nil
	}
	o := parseObject(r.Response.Body)
	switch {
	case o.text("status") == "starting" || o.text("status") == "processing":
		for _, key := range [...]string{"stream", "get"} {
			if url := o.at("urls").text(key); url != "" {
				places = append(places, url)
			}
		}
	case o.at("output").text("task_status") == "PENDING":
		places = append(places, "/tasks/"+o.at("output").text("task_id"))
	}
	return places
}

// seeks checks that the gateway goes where the answer to r will be.
func (b *Bench) seeks(r *Recording, c core.Call, places []string) []string {
	t := b.serve(r, c, b.Cuts[0])
	if why := t.ill(); why != "" {
		return []string{why}
	}
	for _, sent := range t.sent[min(1, len(t.sent)):] {
		if slices.ContainsFunc(places, func(place string) bool { return strings.HasSuffix(sent.URL, place) }) {
			return nil
		}
	}
	return []string{"nobody asks at " + strings.Join(places, " or ")}
}

// prelude is what leads to r, where that was found elsewhere: a prediction that has begun. "" = r is the answer itself.
func prelude(r *Recording) string {
	if r.Endpoint != "predictions" || r.Request.Method != "GET" {
		return ""
	}
	return encode(object{"id": "p1", "status": "starting", "output": nil, "error": nil, "urls": object{
		"get": r.Request.URL, "stream": r.Request.URL, "cancel": r.Request.URL + "/cancel"}})
}

// isOfPictures reports that a prediction made files.
func isOfPictures(r *Recording) bool {
	output := list(parseObject(r.Response.Body)["output"])
	return r.Endpoint == "predictions" && len(output) > 0 && strings.HasPrefix(encode(output[0]), `"https:`)
}
