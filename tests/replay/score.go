package replay

import (
	"fmt"
	"slices"
	"strings"
)

// Exception is a recording, or those of a provider at an endpoint ("cohere/chat*"), that may fail, and why.
type Exception struct{ File, Why string }

// Score is what became of every recording.
type Score struct {
	providers map[string]*tally
	Total     int
	Passed    int
	Failures  []string // a line each, of those that no exception explains
	Explained []string
	exception []Exception
}

type tally struct{ total, passed int }

// NewScore keeps the score where the exceptions may fail.
func NewScore(exceptions []Exception) *Score {
	return &Score{providers: map[string]*tally{}, exception: exceptions}
}

// Note takes what was wrong with a recording.
func (s *Score) Note(r *Recording, problems []string) {
	t := s.providers[r.Provider]
	if t == nil {
		t = &tally{}
		s.providers[r.Provider] = t
	}
	t.total++
	s.Total++
	if len(problems) == 0 {
		t.passed++
		s.Passed++
		return
	}
	said := strings.Join(problems, "\n        ")
	for _, e := range s.exception {
		if e.File == r.File {
			s.Explained = append(s.Explained, fmt.Sprintf("%s: %s\n        %s", r.File, e.Why, said))
			return
		}
	}
	s.Failures = append(s.Failures, r.File+"\n        "+said)
}

// Share is how many of a hundred passed.
func (s *Score) Share() float64 { return 100 * float64(s.Passed) / float64(max(s.Total, 1)) }

// String is a table, a provider a line, then the exceptions.
func (s *Score) String() string {
	var out strings.Builder
	names := make([]string, 0, len(s.providers))
	for name := range s.providers {
		names = append(names, name)
	}
	slices.Sort(names)
	fmt.Fprintf(&out, "%-20s %9s %7s\n", "provider", "exchanges", "passed")
	for _, name := range names {
		fmt.Fprintf(&out, "%-20s %9d %7d\n", name, s.providers[name].total, s.providers[name].passed)
	}
	fmt.Fprintf(&out, "%-20s %9d %7d  %.1f %%\n", "all", s.Total, s.Passed, s.Share())
	for _, e := range s.Explained {
		out.WriteString("exception: " + e + "\n")
	}
	for _, f := range s.Failures {
		out.WriteString("FAILED " + f + "\n")
	}
	return out.String()
}
