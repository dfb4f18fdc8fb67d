package core

import (
	"strconv"

	"causeway/core/config"
	"causeway/core/event"
	"causeway/core/rewrite"
)

// What a call costs is told in US dollars, rounded to nine places, in the report: of each request whose answer said how
// many tokens it took, and of all together. It is what list prices make of the counts, for the eyes of whoever reads logs:
// a discount, a batch, a service tier or a tool that is billed apart is in no list. The price is the target's own where the
// config gives one, or else the table's; where there is neither nothing is said.

// charge notes what the running request's answer costs.
func (x *Exchange) charge() {
	a := &x.attempt
	if a.row == 0 || a.usage.IsZero() {
		return
	}
	if price, ok := x.priceOf(a); ok {
		t := &x.report.Tries[a.row-1]
		t.Dollars, t.IsPriced = dollars(&price, &a.usage), true
	}
}

// priceOf is the price of a request: of the model that was asked for or, where the table does not know that, of
// the one that has answered. A deployment's name says nothing, and a router's only that it chooses.
func (x *Exchange) priceOf(a *attempt) (config.Price, bool) {
	if a.target.Price != nil {
		return *a.target.Price, true
	}
	m, ok := x.gateway.model(a.target.Vendor.Name, a.request.Model)
	if !ok || !m.IsPriced {
		m, ok = x.gateway.model(a.target.Vendor.Name, a.replied)
	}
	return m.priceFor(a.usage.Input), ok && m.IsPriced
}

// priceFor is the price of a request with so many input tokens.
func (m *Model) priceFor(input int64) config.Price {
	if m.LongTokens > 0 && input > m.LongTokens {
		return m.Long
	}
	return m.Price
}

// dollars is what the tokens of a usage cost. The conversions keep a processor from joining a product and a sum, whose
// last digit would then differ from host to host.
func dollars(p *config.Price, u *event.Usage) float64 {
	sum := 0.0
	add := func(tokens int64, price, otherwise float64) {
		if price < 0 {
			price = otherwise
		}
		sum += float64(float64(max(tokens, 0)) * price)
	}
	add(u.Input-u.CacheRead-u.CacheWrite-u.AudioIn, p.Input, 0)
	add(u.CacheRead, p.CacheRead, p.Input)
	add(u.CacheWrite, p.CacheWrite, p.Input)
	add(u.AudioIn, p.AudioInput, p.Input)
	add(u.Output-u.AudioOut, p.Output, 0)
	add(u.AudioOut, p.AudioOutput, p.Output)
	return sum / 1e6
}

// cost is what all requests of a call cost, as far as that is known.
func (r *Report) cost() (dollars float64, known bool) {
	for i := range r.Tries {
		dollars += r.Tries[i].Dollars
		known = known || r.Tries[i].IsPriced
	}
	return dollars, known
}

// appendDollars appends a member with an amount: no exponent, nine places at most.
func appendDollars(dst []byte, key string, amount float64) []byte {
	const places = 9
	dst = strconv.AppendFloat(rewrite.Key(dst, key), amount, 'f', places, 64)
	end := len(dst)
	for dst[end-1] == '0' {
		end--
	}
	if dst[end-1] == '.' {
		end--
	}
	return dst[:end]
}

const (
	// bytesPerToken estimates a prompt's tokens from its bytes: about four characters of English to a token
	// (https://help.openai.com/en/articles/4936856, read 2026-11-21).
	bytesPerToken = 4
	// usualOutput is how many tokens an answer is taken to have when the request sets no limit.
	usualOutput = 500
)

// estimate is in US dollars what the call may cost at a target, and whether the price is the config's own.
func (x *Exchange) estimate(t *Target) (amount float64, known, isConfigs bool) {
	u := event.Usage{Input: int64(len(x.call.Body) / bytesPerToken), Output: usualOutput}
	for _, key := range [...]string{"max_tokens", "max_completion_tokens"} {
		if n, ok := wholeNumber(rewrite.Member(x.call.Body, key)); ok {
			u.Output = n
		}
	}
	if t.Price != nil {
		return dollars(t.Price, &u), true, true
	}
	m, ok := x.gateway.model(t.Vendor.Name, t.Params.model(x.sketch.Model))
	price := m.priceFor(u.Input)
	return dollars(&price, &u), ok && m.IsPriced, false
}
