package core

// script plays a vendor that exists only inside this program. It stands between the machine and the host: it takes the
// actions of its one request and feeds the machine what a network would have, so that its waits meet the same limits
// and its failures the same retries as those of a real upstream.
type script struct {
	id      int32
	steps   []Step
	pending Kind  // what the machine waits for: Fetch, Read or Pipe
	within  int64 // ms of silence that the machine allows
	silent  int64 // ms of silence so far
	asleep  bool  // the host sleeps for the script
	overdue bool  // the sleep ends with a time-out
}

func newScript(id int32, steps []Step) *script { return &script{id: id, steps: steps} }

// owns reports that an action is for the script rather than for the host.
func (s *script) owns(a *Action) bool {
	if s == nil || a.ID != s.id {
		return false
	}
	return a.Kind == Fetch || a.Kind == Read || a.Kind == Pipe
}

// answer plays until the machine has what the action asks for, or the host something to do.
func (s *script) answer(x *Exchange, a *Action) {
	s.pending, s.within, s.silent = a.Kind, a.WithinMs, 0
	s.play(x)
}

func (s *script) play(x *Exchange) {
	step := Step{Kind: StepEnd}
	if len(s.steps) > 0 {
		step, s.steps = s.steps[0], s.steps[1:]
	}
	switch step.Kind {
	case StepWait:
		s.sleep(x, step.Ms)
	case StepHead:
		x.Head(x.now, s.id, step.Status, step.Header)
	case StepBody:
		s.body(x, step.Bytes)
	case StepFail:
		x.Fail(x.now, s.id, step.Why)
	case StepTrap:
		panic("mock-trap: this request asks the gateway to break")
	default:
		x.End(x.now, s.id)
	}
}

// body feeds bytes, or writes them where the machine asked for them to be joined to the client.
func (s *script) body(x *Exchange, bytes string) {
	if s.pending != Pipe {
		x.Body(x.now, s.id, bytes)
		return
	}
	s.silent = 0
	x.push(Action{Kind: Write, Body: bytes})
	x.push(Action{Kind: Pipe, ID: s.id, WithinMs: s.within})
}

// sleep has the host wait, for no longer than the machine allows.
func (s *script) sleep(x *Exchange, ms int64) {
	if s.within > 0 && s.silent+ms > s.within {
		ms, s.overdue = s.within-s.silent, true
	}
	s.silent += ms
	s.asleep = true
	x.push(Action{Kind: Wait, Ms: ms})
}

func (s *script) isWaiting() bool { return s != nil && s.asleep }

// resume goes on after a sleep.
func (s *script) resume(x *Exchange) {
	s.asleep = false
	if s.overdue {
		x.Fail(x.now, s.id, TimedOut)
		return
	}
	s.play(x)
}
