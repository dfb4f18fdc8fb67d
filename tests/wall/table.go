package wall

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Table is what happened, as Markdown: a line for each fault, and more where ways or hosts differ.
func Table(all []*Exchange) string {
	var out strings.Builder
	out.WriteString("| fault of the first target | request | the client gets | requests to 1st, 2nd | `x-causeway-trace` |\n|---|---|---|---|---|\n")
	for len(all) > 0 {
		fault := all[0].Fault
		of, others := split(all, func(x *Exchange) bool { return x.Fault == fault })
		all = others
		for rest := of; len(rest) > 0; {
			sight := rest[0].sight()
			alike, different := split(rest, func(x *Exchange) bool { return x.sight() == sight })
			rest = different
			fmt.Fprintf(&out, "| %s | %s | %s |\n", fault.Name, label(alike, of), sight)
		}
	}
	return out.String()
}

// sight is what is worth seeing of an exchange.
func (x *Exchange) sight() string {
	return fmt.Sprintf("%s | %d, %d | %s", x.Reply.sight(x), x.First, x.Second, x.trace())
}

func (r *Reply) sight(x *Exchange) string {
	switch {
	case r.Err != nil:
		return fmt.Sprintf("%d and a broken connection", r.Status)
	case r.Failure != nil && r.Status == 200 && r.Text == "":
		return fmt.Sprintf("half a call, then error `%s`", r.Failure.Name())
	case r.Failure != nil && r.Status == 200:
		return fmt.Sprintf("%d words, then error `%s`", len(strings.Fields(r.Text)), r.Failure.Name())
	case r.Failure != nil:
		return fmt.Sprintf("%d, error `%s`", r.Status, r.Failure.Name())
	case !r.IsWhole(x.IsStream):
		return fmt.Sprintf("%d, not an answer", r.Status)
	case r.Finish != "stop":
		return fmt.Sprintf("%d words and `%s`", len(strings.Fields(r.Text)), r.Finish)
	case x.Second > 0:
		return "2nd's answer"
	}
	return "1st's answer"
}

// trace is the header without what differs from run to run.
func (x *Exchange) trace() string {
	text := took.ReplaceAllString(x.Reply.Header.Get("x-causeway-trace"), "")
	return strings.NewReplacer("config.targets[0] "+x.firstProvider(), "1st", "config.targets[1] openai", "2nd",
		"config "+x.firstProvider(), "1st").Replace(text)
}

var took = regexp.MustCompile(` [0-9]+ms\b`)

func (x *Exchange) firstProvider() string {
	if x.IsTranslated {
		return "anthropic"
	}
	return "openai"
}

// label names those of a fault's exchanges that are alike, by what they have in common.
func label(alike, of []*Exchange) string {
	for _, has := range []struct {
		name string
		in   func(*Exchange) bool
	}{
		{"every", func(*Exchange) bool { return true }},
		{"streams", func(x *Exchange) bool { return x.IsStream }},
		{"buffered", func(x *Exchange) bool { return !x.IsStream }},
		{"translated", func(x *Exchange) bool { return x.IsTranslated }},
		{"same dialect", func(x *Exchange) bool { return !x.IsTranslated }},
	} {
		if in, _ := split(of, has.in); slices.Equal(in, alike) {
			return has.name
		}
	}
	var names []string
	for _, x := range alike {
		if both, _ := split(alike, func(y *Exchange) bool { return y.Way() == x.Way() }); len(both) > 1 {
			names = append(names, x.Way())
			continue
		}
		names = append(names, x.Way()+" ("+x.Gateway.Name+")")
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "; ")
}

func split(all []*Exchange, is func(*Exchange) bool) (in, out []*Exchange) {
	for _, x := range all {
		if is(x) {
			in = append(in, x)
			continue
		}
		out = append(out, x)
	}
	return in, out
}
