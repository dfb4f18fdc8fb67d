package core

import (
	"slices"
	"strings"

	"causeway/core/health"
	"causeway/core/rewrite"
)

// A call for the list of models whose config has several targets is answered with what all of them offer. Each provider is
// asked once, in the order of the config, through the same machine as any request: its retries and time-outs hold. One
// that fails is left out, and the header x-causeway-unlisted names it. A provider without a list is answered for by the
// gateway's table, wherever it stands; its models say so.
//
//	{"object":"list","data":[{"id":"gpt-4.1",…,"owned_by":"openai","provider":"openai"},
//	 {"id":"sonar","object":"model","created":0,"owned_by":"perplexity-ai","provider":"perplexity-ai","source":"table"}]}

// survey is a call for models that goes to several providers.
type survey struct {
	rest    []int32 // the targets that have not been asked
	listed  []byte  // the models so far, and what stands before them
	missing []string
}

// surveys begins a survey, if that is what the call takes.
func (x *Exchange) surveys() bool {
	if x.endpoint != Models {
		return false
	}
	leaves := x.plan.sources()
	first := x.plan.Targets[leaves[0]].Vendor
	if len(leaves) == 1 && (first.Serves(Models) || len(x.tabled(first)) == 0) {
		return false
	}
	x.survey = &survey{rest: leaves, listed: []byte(`{"object":"list","data":[`)}
	x.askOn()
	return true
}

// sources are the plan's targets without those that would be asked the same twice.
func (p *Plan) sources() (leaves []int32) {
	for i := range p.Targets {
		isTwin := func(leaf int32) bool { return p.Targets[leaf].isTwinOf(&p.Targets[i]) }
		if !slices.ContainsFunc(leaves, isTwin) {
			leaves = append(leaves, int32(i))
		}
	}
	return leaves
}

func (t *Target) isTwinOf(o *Target) bool {
	return t.Vendor == o.Vendor && t.Key == o.Key && t.CustomHost == o.CustomHost && slices.Equal(t.Options, o.Options)
}

// tabled are the models that the gateway's table has of a vendor.
func (x *Exchange) tabled(v *Vendor) []string {
	if x.gateway.Models == nil {
		return nil
	}
	return x.gateway.Models(v.Name)
}

// askOn asks the next provider, or answers when there is none.
func (x *Exchange) askOn() {
	s := x.survey
	for len(s.rest) > 0 {
		leaf := s.rest[0]
		s.rest = s.rest[1:]
		v := x.plan.Targets[leaf].Vendor
		switch {
		case v.Serves(Models) && x.Ready(leaf):
			x.aim(leaf)
			return
		case v.Serves(Models):
			s.miss(v)
		default:
			s.table(v, x.tabled(v))
		}
	}
	x.surveyed()
}

// surveyed answers with the models that were found.
func (x *Exchange) surveyed() {
	s := x.survey
	if s.listed[len(s.listed)-1] == '[' && len(s.missing) > 0 {
		x.refuse(upstreamFault(502, "upstream_error", "no_models", "no models could be listed of "+strings.Join(s.missing, ", ")))
		return
	}
	x.attempt = attempt{}
	header := x.ownHeader(jsonType)
	if len(x.report.Tries) > 0 {
		header = append(header, Field{"x-causeway-trace", string(x.report.appendTrace(nil))})
	}
	if len(s.missing) > 0 {
		header = append(header, Field{"x-causeway-unlisted", strings.Join(s.missing, ",")})
	}
	x.report.Status = 200
	x.push(Action{Kind: Write, Status: 200, Header: header, Body: alias(append(s.listed, "]}"...))})
	x.finish(outcomeWhole)
}

// passOver leaves a provider that failed out of the survey.
func (x *Exchange) passOver(status int) bool {
	if status >= 200 && status <= 299 {
		return false
	}
	x.drop()
	x.report.then(&x.attempt, "next")
	x.survey.miss(x.attempt.target.Vendor)
	x.askOn()
	return true
}

// listed takes the list of the provider that was asked, in the hub's shape or as a bare array, as some have it.
func (x *Exchange) listed(body string) {
	_, isJSON := rewrite.Check(body)
	models := body
	if isJSON && isObject(body) {
		models = rewrite.Member(body, "data")
	}
	if !isJSON || !strings.HasPrefix(strings.TrimLeft(models, " \t\r\n"), "[") {
		x.failed(upstreamFault(502, "invalid_reply", "invalid_reply", "the provider's list of models has an unknown shape"), false)
		return
	}
	x.observe(health.Outcome{Status: x.attempt.status})
	x.survey.add(x.attempt.target.Vendor, models)
	x.askOn()
}

// add takes the models of a provider's own list, each with the member provider.
func (s *survey) add(v *Vendor, models string) {
	name := string(rewrite.AppendString(nil, v.Name))
	edits := [...]rewrite.Edit{
		{Op: rewrite.Default, Key: "object", Raw: `"model"`},
		{Op: rewrite.Default, Key: "owned_by", Raw: name},
		{Op: rewrite.Set, Key: "provider", Raw: name},
	}
	for it := rewrite.Over(models); it.Next(); {
		if isObject(it.Value) && rewrite.Member(it.Value, "id") != "" {
			s.listed = rewrite.Members(rewrite.Comma(s.listed), it.Value, edits[:])
		}
	}
}

// table takes the models that the table has of a provider which has no list.
func (s *survey) table(v *Vendor, names []string) {
	if len(names) == 0 {
		s.miss(v)
	}
	for _, name := range names {
		s.listed = append(rewrite.Comma(s.listed), '{')
		s.listed = rewrite.Text(s.listed, "id", name)
		s.listed = append(s.listed, `,"object":"model","created":0`...)
		s.listed = rewrite.Text(s.listed, "owned_by", v.Name)
		s.listed = rewrite.Text(s.listed, "provider", v.Name)
		s.listed = append(s.listed, `,"source":"table"}`...)
	}
}

func (s *survey) miss(v *Vendor) { s.missing = append(s.missing, v.Name) }
