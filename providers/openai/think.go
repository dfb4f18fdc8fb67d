package openai

import (
	"causeway/core/event"
	"causeway/core/rewrite"

	"github.com/tidwall/gjson"
)

// thoughts are the members in which providers of this dialect put reasoning. They often say the same thing twice; the
// richest is read.
//
//	content_blocks      Portkey and this gateway: buffered [{"type":"thinking","thinking","signature"}], streamed
//	                    [{"index","delta":{"thinking"}}]
//	reasoning_details   OpenRouter, Vercel, Snowflake: see detailsName
//	reasoning_content   DeepSeek, xAI, Z.ai, Alibaba, Moonshot, llama.cpp …
//	reasoning           Groq, Cerebras, Ollama …
type thoughts struct {
	blocks, details, content, reasoning gjson.Result
}

// take keeps a member that belongs here.
func (t *thoughts) take(key string, value gjson.Result) bool {
	switch key {
	case "content_blocks":
		t.blocks = value
	case detailsName:
		t.details = value
	case "reasoning_content":
		t.content = value
	case "reasoning":
		t.reasoning = value
	default:
		return false
	}
	return true
}

func (t *thoughts) appendTo(dst []event.Event, choice int) []event.Event {
	before := len(dst)
	dst = appendBlocks(dst, choice, t.blocks)
	if len(dst) == before {
		dst = appendDetails(dst, choice, t.details)
	}
	if hasThinking(dst[before:]) {
		return dst
	}
	text := rewrite.Contents(t.content.Raw)
	if text == "" {
		text = rewrite.Contents(t.reasoning.Raw)
	}
	return appendPiece(dst, event.Event{Kind: event.Thinking, Choice: choice, Raw: text})
}

func hasThinking(events []event.Event) bool {
	for i := range events {
		if events[i].Kind == event.Thinking {
			return true
		}
	}
	return false
}

// appendBlocks reads content_blocks; their text is the message's content too and is left to that.
func appendBlocks(dst []event.Event, choice int, blocks gjson.Result) []event.Event {
	if !blocks.IsArray() {
		return dst
	}
	position := 0
	blocks.ForEach(func(_, block gjson.Result) bool {
		index := position
		if delta := block.Get("delta"); delta.IsObject() {
			index, block = small(block.Get("index")), delta
		}
		dst = appendBlock(dst, choice, index, block)
		position++
		return true
	})
	return dst
}

// appendBlock reads a block of content_blocks, or a piece of one.
func appendBlock(dst []event.Event, choice, index int, block gjson.Result) []event.Event {
	dst = appendPiece(dst, event.Event{Kind: event.Thinking, Choice: choice, Index: index, Raw: rewrite.Contents(block.Get("thinking").Raw)})
	dst = appendPiece(dst, event.Event{Kind: event.Signature, Choice: choice, Index: index, Raw: rewrite.Contents(block.Get("signature").Raw)})
	return appendPiece(dst, event.Event{Kind: event.Redacted, Choice: choice, Index: index, Raw: rewrite.Contents(block.Get("data").Raw)})
}
