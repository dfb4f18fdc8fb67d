package core

// State is where an exchange stands between two inputs.
type State uint8

const (
	Opened      State = iota // nothing done yet
	Loading                  // the host reads stored values
	Consulting               // the host reads what is remembered of the targets
	Recalling                // the host reads whether a token is remembered
	Preparing                // a request is out that must be answered before the attempt's own: see errand
	Fetching                 // a request is out, its header has not come
	Racing                   // a request is out, and another may be started or is out too; neither has said anything
	Waiting                  // between two tries of one target
	Draining                 // the body of the failure that the client will get
	Collecting               // a reply that is translated as a whole
	Translating              // a streamed reply that is translated as it comes
	Peeking                  // the beginning of a streamed reply that will travel unchanged
	Tapping                  // a streamed reply that travels unchanged and is read along
	Piping                   // the host joins the reply to the client
	Finished                 // Done or Delegate has been queued
)

// Input is what the host feeds.
type Input uint8

const (
	OnCall Input = iota
	OnLoaded
	OnUpdated
	OnHead
	OnBody
	OnEnd
	OnFail
	OnTick
)

var stateNames = [...]string{"opened", "loading", "consulting", "recalling", "preparing", "fetching", "racing", "waiting", "draining", "collecting", "translating", "peeking", "tapping", "piping", "finished"}

var inputNames = [...]string{"call", "loaded", "updated", "head", "body", "end", "fail", "tick"}

func (s State) String() string { return stateNames[s] }

func (i Input) String() string { return inputNames[i] }

// states is a set of states.
type states uint32

func (s states) has(m State) bool { return s&(1<<m) != 0 }

// next are the states in which another attempt, or none, may leave the machine.
const next = states(1<<Recalling | 1<<Preparing | 1<<Fetching | 1<<Racing | 1<<Waiting | 1<<Finished)

type transition struct {
	from State
	on   Input
	to   states
}

// transitions is every step the machine may take. Another step is a broken invariant and panics.
var transitions = [...]transition{
	{Opened, OnCall, next | 1<<Loading | 1<<Consulting},
	{Loading, OnLoaded, next | 1<<Consulting},
	{Consulting, OnUpdated, next},
	{Recalling, OnUpdated, next},
	{Preparing, OnHead, 1 << Preparing},
	{Preparing, OnBody, next},
	{Preparing, OnEnd, next},
	{Preparing, OnFail, next},
	{Fetching, OnHead, next | 1<<Draining | 1<<Collecting | 1<<Translating | 1<<Peeking | 1<<Piping},
	{Fetching, OnFail, next},
	{Racing, OnHead, next | 1<<Draining | 1<<Collecting | 1<<Translating | 1<<Peeking | 1<<Piping},
	{Racing, OnBody, next | 1<<Peeking | 1<<Translating | 1<<Tapping | 1<<Piping},
	{Racing, OnEnd, next},
	{Racing, OnFail, next},
	{Racing, OnTick, 1 << Racing},
	{Waiting, OnTick, next},
	{Draining, OnBody, 1<<Draining | 1<<Finished},
	{Draining, OnEnd, 1 << Finished},
	{Draining, OnFail, 1 << Finished},
	{Collecting, OnBody, next | 1<<Collecting | 1<<Piping},
	{Collecting, OnEnd, next},
	{Collecting, OnFail, next},
	{Translating, OnBody, next | 1<<Translating},
	{Translating, OnEnd, next},
	{Translating, OnFail, next},
	{Peeking, OnBody, next | 1<<Peeking | 1<<Tapping | 1<<Piping},
	{Peeking, OnEnd, next},
	{Peeking, OnFail, next},
	{Tapping, OnBody, 1<<Tapping | 1<<Finished},
	{Tapping, OnEnd, 1 << Finished},
	{Tapping, OnFail, 1 << Finished},
	{Piping, OnEnd, 1 << Finished},
	{Piping, OnFail, 1 << Finished},
}

// allowed is the set of states that input on may lead to from a state; empty when the input may not come there.
func allowed(from State, on Input) states {
	for i := range transitions {
		if transitions[i].from == from && transitions[i].on == on {
			return transitions[i].to
		}
	}
	return 0
}
