package replicate

import (
	"strconv"
	"strings"

	"causeway/core"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// prediction is one as far as this package reads it. Its strings are raw values but for status, which is contents.
type prediction struct {
	id, model, status, output, failure, urls, metrics string
}

// readPrediction reads a prediction; ok is false for any other body.
func readPrediction(body string) (p prediction, ok bool) {
	if _, ok := rewrite.Check(body); !ok {
		return p, false
	}
	for it := rewrite.Over(body); it.Next(); {
		switch it.Key {
		case "id":
			p.id = it.Value
		case "model":
			p.model = it.Value
		case "status":
			p.status = rewrite.Contents(it.Value)
		case "output":
			p.output = it.Value
		case "error":
			p.failure = it.Value
		case "urls":
			p.urls = it.Value
		case "metrics":
			p.metrics = it.Value
		}
	}
	return p, p.status != ""
}

// hasFailed reports that there will be no output.
func (p *prediction) hasFailed() bool {
	return p.status == "failed" || p.status == "canceled" || p.status == "aborted"
}

// why are the words for a prediction that has failed, as contents.
func (p *prediction) why() string {
	if words := rewrite.Contents(p.failure); words != "" {
		return words
	}
	return ended(p.status)
}

// ended are the words for a prediction that ended in a way that has no words of its own.
func ended(how string) string { return "the prediction ended: " + how }

// pollMs is how long a prediction is left alone before it is asked for again: Replicate's own clients wait as long
// (replicate-python, default_poll_interval, read 2026-11-25).
const pollMs = 500

// follow is Predictions.Follow.
func follow(o *core.ReadOptions, body string) (*core.Next, *core.Fault) {
	p, ok := readPrediction(body)
	switch {
	case !ok || p.status == "succeeded":
		return nil, nil
	case p.hasFailed():
		return nil, &core.Fault{Blame: core.Upstream, Status: 502, Type: "prediction_" + p.status, Message: rewrite.Unescape(p.why())}
	}
	if url := p.url("stream"); o.Request.Stream && url != "" {
		return &core.Next{URL: url, Accept: "text/event-stream"}, nil
	}
	if url := p.url("get"); url != "" {
		return &core.Next{URL: url, AfterMs: pollMs}, nil
	}
	return nil, nil
}

// url is one of a prediction's addresses.
func (p *prediction) url(name string) string {
	url := rewrite.Unescape(rewrite.Contents(rewrite.Member(p.urls, name)))
	if !strings.HasPrefix(url, "https://") {
		return ""
	}
	return url
}

// usage are the tokens that language models count in their metrics.
func (p *prediction) usage() event.Usage {
	count := func(key string) int64 {
		n, err := strconv.ParseInt(rewrite.Member(p.metrics, key), 10, 64)
		if err != nil || n < 0 || n > maxCount {
			return 0
		}
		return n
	}
	return event.FromParts(count("input_token_count"), 0, 0, count("output_token_count"), 0)
}

// maxCount is more than any reply counts.
const maxCount = 1 << 40
