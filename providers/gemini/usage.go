package gemini

import (
	"strconv"

	"causeway/core/event"
	"causeway/core/rewrite"
)

// usageOf reads a usageMetadata. The prompt's count includes what came from the cache and excludes what built-in tools
// fed to the model; the candidates' count excludes the thoughts.
//
//	{"promptTokenCount":100,"cachedContentTokenCount":80,"toolUsePromptTokenCount":5,
//	 "candidatesTokenCount":7,"thoughtsTokenCount":30,"totalTokenCount":142}
//	→ Input 105, CacheRead 80 of it, Output 37, Reasoning 30 of it, Total 142
//
// https://ai.google.dev/api/generate-content#UsageMetadata (read 2026-11-21)
func usageOf(raw string) event.Usage {
	var prompt, tools, cached, answer, thoughts, total, audioIn, audioOut int64
	for it := rewrite.Over(raw); it.Next(); {
		switch it.Key {
		case "promptTokenCount":
			prompt = number(it.Value)
		case "toolUsePromptTokenCount":
			tools = number(it.Value)
		case "cachedContentTokenCount":
			cached = number(it.Value)
		case "candidatesTokenCount":
			answer = number(it.Value)
		case "thoughtsTokenCount":
			thoughts = number(it.Value)
		case "totalTokenCount":
			total = number(it.Value)
		case "promptTokensDetails":
			audioIn = audioOf(it.Value)
		case "candidatesTokensDetails":
			audioOut = audioOf(it.Value)
		}
	}
	u := event.FromParts(max(prompt+tools-cached, 0), cached, 0, answer, thoughts)
	u.Total, u.AudioIn, u.AudioOut = total, audioIn, audioOut
	return u
}

// audioOf is the AUDIO count in a list of counts by modality.
func audioOf(raw string) int64 {
	for it := rewrite.Over(raw); it.Next(); {
		if rewrite.Member(it.Value, "modality") == `"AUDIO"` {
			return number(rewrite.Member(it.Value, "tokenCount"))
		}
	}
	return 0
}

// number is a count, an index or a status: raw as a number, 0 for what is none that a reply can have.
func number(raw string) int64 {
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil || n < 0 || n > maxNumber {
		return 0
	}
	return n
}

// maxNumber is more than any reply counts; sums of counts within it do not overflow.
const maxNumber = 1 << 40
