//go:build !js

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"causeway/core"
	"causeway/core/config"
)

// replayer decides the calls of one log anew.
type replayer struct {
	gateway *core.Gateway
	node    *config.Node
	name    string // of the log
	out     io.Writer

	lines, replayed, changed int
	tallies                  map[string]*tally // by provider
}

// tally counts the calls that a provider was asked first, and was the last to answer, in the log and in the replay.
type tally struct{ first, answer [2]int }

// maxLogLine bounds a line of a log.
const maxLogLine = 1 << 20

// run writes a line for every call that would have gone another way, and then the counts.
func (r *replayer) run(log io.Reader) error {
	r.tallies = map[string]*tally{}
	if blind := unlogged(r.node, nil); len(blind) > 0 {
		fmt.Fprintf(r.out, "note: a log does not hold %s; what the config decides by that is decided as if it were absent\n",
			strings.Join(blind, ", "))
	}
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, maxLogLine)
	for lines.Scan() {
		r.lines++
		var l logged
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.isDecision() {
			r.redecide(&l)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return r.summarize()
}

// logged is a line of a log: what core.Report appends.
type logged struct {
	TraceID  string `json:"trace_id"`
	Endpoint string
	Outcome  string
	Model    string
	Stream   bool
	Metadata json.RawMessage
	Seed     uint64 `json:",string"`
	Tries    []try
}

// isDecision reports that a call was to choose a target, and had one.
func (l *logged) isDecision() bool { return l.Outcome != "dry_run" && len(l.Tries) > 0 }

// redecide decides a call anew and says what is different.
func (r *replayer) redecide(l *logged) {
	r.replayed++
	was := settled(l.Tries)
	memory := memory{tries: was, used: make([]bool, len(was))}
	var is []try
	d := core.Decided{Endpoint: l.Endpoint, Model: l.Model, Stream: l.Stream, Metadata: string(l.Metadata), Seed: l.Seed}
	_, fault := r.gateway.Replay(r.node, &d, func(c *core.Choice) int {
		status, isKnown := memory.status(c.Provider, c.Model)
		is = append(is, try{Provider: c.Provider, Model: c.Model, Status: status, assumed: !isKnown})
		return status
	})
	if fault != nil {
		is = append(is, try{Provider: "(refused)", Status: fault.Status})
	}
	r.count(was, 0)
	r.count(is, 1)
	if what := difference(was, is); what != "" {
		r.changed++
		fmt.Fprintf(r.out, "%s:%d: %s: %s: %s -> %s\n", r.name, r.lines, l.TraceID, what, told(was), told(is))
	}
}

// count adds a call to the tallies of the log (0) or of the replay (1).
func (r *replayer) count(tries []try, column int) {
	of := func(t try) *tally {
		if r.tallies[t.Provider] == nil {
			r.tallies[t.Provider] = new(tally)
		}
		return r.tallies[t.Provider]
	}
	of(tries[0]).first[column]++
	of(tries[len(tries)-1]).answer[column]++
}

// summarize writes the counts.
func (r *replayer) summarize() error {
	fmt.Fprintf(r.out, "%d of %d calls differ", r.changed, r.replayed)
	if left := r.lines - r.replayed; left > 0 {
		fmt.Fprintf(r.out, "; %s that chose no target left out", strconv.Itoa(left)+" "+plural(left, "line"))
	}
	fmt.Fprintln(r.out)
	if r.replayed == 0 {
		return nil
	}
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "provider\tfirst before\tafter\tanswers before\tafter\t")
	for _, provider := range slices.Sorted(maps.Keys(r.tallies)) {
		t := r.tallies[provider]
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t\n", provider, t.first[0], t.first[1], t.answer[0], t.answer[1])
	}
	return table.Flush()
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// unlogged adds to names what n, or a target below it, decides by and a log does not hold.
func unlogged(n *config.Node, names []string) []string {
	for _, c := range n.Conditions {
		names = blindPaths(json.RawMessage(c.Query), names)
	}
	if n.Sticky != nil && n.Sticky.Enabled {
		names = append(names, "what sticky goes by")
	}
	if n.Mode == config.LowestLatency {
		names = append(names, "latencies")
	}
	for i := range n.Targets {
		names = unlogged(&n.Targets[i], names)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// blindPaths adds to names the paths of a query that lead to what is not logged.
func blindPaths(query json.RawMessage, names []string) []string {
	var members map[string]json.RawMessage
	if json.Unmarshal(query, &members) != nil {
		return names
	}
	for path, value := range members {
		var queries []json.RawMessage
		switch {
		case path == "$and" || path == "$or":
			json.Unmarshal(value, &queries) // the config has been checked
			for _, q := range queries {
				names = blindPaths(q, names)
			}
		case strings.HasPrefix(path, "metadata."), path == "params.model", path == "params.stream", path == "url.pathname":
		default:
			names = append(names, path)
		}
	}
	return names
}
