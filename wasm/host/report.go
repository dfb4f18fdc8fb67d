package host

import (
	"github.com/tidwall/gjson"

	"causeway/core"
)

// parseReport reads what core.Report.Append wrote; nil for an empty text.
func parseReport(text string) *core.Report {
	if text == "" {
		return nil
	}
	j := gjson.Parse(text)
	r := &core.Report{
		TraceID: j.Get("trace_id").String(), Endpoint: j.Get("endpoint").String(), Outcome: j.Get("outcome").String(),
		Status: int(j.Get("status").Int()), Code: j.Get("code").String(), Stream: j.Get("stream").Bool(),
		Ms: j.Get("ms").Int(),
	}
	for _, try := range j.Get("tries").Array() {
		r.Tries = append(r.Tries, core.Try{
			Target: try.Get("target").String(), Provider: try.Get("provider").String(), Model: try.Get("model").String(),
			Status: int(try.Get("status").Int()), Code: try.Get("code").String(), Ms: try.Get("ms").Int(),
		})
	}
	for _, param := range j.Get("dropped").Array() {
		r.Dropped = append(r.Dropped, param.String())
	}
	u := j.Get("usage")
	r.Usage.Input, r.Usage.Output = u.Get("input").Int(), u.Get("output").Int()
	r.Usage.CacheRead, r.Usage.CacheWrite = u.Get("cache_read").Int(), u.Get("cache_write").Int()
	r.Usage.Reasoning = u.Get("reasoning").Int()
	return r
}
