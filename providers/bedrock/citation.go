package bedrock

import "causeway/core/rewrite"

// places says what Converse calls where a citation was found, and Anthropic, in whose words the hub has citations. Its
// numbers keep their meaning under the names that Anthropic has for them.
//
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CitationLocation.html,
// https://platform.claude.com/docs/en/build-with-claude/citations (read 2026-11-25)
var places = [...]struct{ converse, kind, index, start, end string }{
	{"documentChar", "char_location", "document_index", "start_char_index", "end_char_index"},
	{"documentPage", "page_location", "document_index", "start_page_number", "end_page_number"},
	{"documentChunk", "content_block_location", "document_index", "start_block_index", "end_block_index"},
	{"searchResultLocation", "search_result_location", "search_result_index", "start_block_index", "end_block_index"},
	{"web", "web_search_result_location", "", "", ""},
}

// citation is a citation in the hub's words; one from a place that is not known stays as it is.
//
//	{"location":{"documentChar":{"documentIndex":0,"start":0,"end":73}},"sourceContent":[{"text":"…"}],"title":"facts"}
//	→ {"type":"char_location","cited_text":"…","document_index":0,"document_title":"facts",
//	   "start_char_index":0,"end_char_index":73}
func citation(raw string) string {
	location := rewrite.Given(raw, "location")
	for i := range places {
		if at := rewrite.Given(location, places[i].converse); rewrite.IsObject(at) {
			return string(appendCitation(nil, i, raw, at))
		}
	}
	return raw
}

func appendCitation(dst []byte, place int, raw, at string) []byte {
	p := &places[place]
	dst = rewrite.Escaped(append(dst, '{'), "type", p.kind)
	dst = append(rewrite.Key(dst, "cited_text"), '"')
	for c := rewrite.OverArray(rewrite.Given(raw, "sourceContent")); c.Next(); {
		dst = append(dst, rewrite.Inside(c.Value, "text")...)
	}
	dst = append(dst, '"')
	title := "title"
	if p.index == "document_index" {
		title = "document_title"
	}
	if value := rewrite.Given(raw, "title"); value != "" {
		dst = rewrite.Raw(dst, title, value)
	}
	if value := rewrite.Given(raw, "source"); value != "" {
		dst = rewrite.Raw(dst, "source", value)
	}
	for m := rewrite.OverObject(at); m.Next(); {
		key := m.Key
		switch key {
		case "documentIndex", "searchResultIndex":
			key = p.index
		case "start":
			key = p.start
		case "end":
			key = p.end
		case "domain":
			if rewrite.Given(raw, "title") != "" {
				continue
			}
			key = title
		}
		dst = rewrite.Raw(dst, key, m.Value)
	}
	return append(dst, '}')
}
