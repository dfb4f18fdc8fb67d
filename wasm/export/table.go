// Package export is the core behind the WebAssembly boundary: the calls that run in one instance, and the exports that
// both builds (GOOS=js and wasip1) give their hosts. What crosses the boundary is drawn in wasm/abi.
//
// An instance has one thread: a host makes one call of an export at a time.
package export

import (
	"causeway/core"
	"causeway/wasm/abi"
	"causeway/worker/drive"
)

// Table holds the calls that run in one instance.
//
// A panic of a machine stays with its call: that call gets its Apology, or a broken connection when its reply had
// begun, the table is spent, and the other calls go on.
type Table struct {
	// Open begins a call.
	Open func(call core.Call, now int64, seed uint64) core.Machine
	// Apology is the Write that answers a call whose machine panicked.
	Apology func(call *core.Call) core.Action

	memory drive.Memory

	slots []slot
	spent bool // a machine panicked: what it left behind is unknown
}

// slot is a place for a call.
type slot struct {
	machine    core.Machine // nil: free
	call       core.Call
	begun      bool // the head of the reply has been given to the host
	generation uint32
	fed        int64 // when the call was last fed anything
}

// A handle is a slot's generation and index, never negative as an i32.
const (
	indexBits      = 16
	generationMask = 1<<(31-indexBits) - 1
)

// Begin opens a call and gives its handle.
func (t *Table) Begin(call core.Call, now int64, seed uint64) uint32 {
	at := t.vacancy(now)
	s := &t.slots[at]
	s.generation = (s.generation + 1) & generationMask
	s.call, s.begun, s.fed = call, false, now
	t.guard(s, func() { s.machine = t.Open(call, now, seed) })
	return s.generation<<indexBits | uint32(at)
}

// vacancy is the index of a free slot, or of one that was fed nothing for so long that its host must have lost it.
func (t *Table) vacancy(now int64) int {
	for i := range t.slots {
		if t.slots[i].machine == nil || now-t.slots[i].fed > abi.MaxIdleMs {
			return i
		}
	}
	if len(t.slots) == 1<<indexBits {
		panic("export: 65536 calls at once in one instance")
	}
	t.slots = append(t.slots, slot{})
	return len(t.slots) - 1
}

// find is the slot of a handle, nil for a stale one.
func (t *Table) find(handle uint32) *slot {
	at := int(handle & (1<<indexBits - 1))
	if at >= len(t.slots) || t.slots[at].machine == nil || t.slots[at].generation != handle>>indexBits {
		return nil
	}
	return &t.slots[at]
}

// Next is the call's next action; ok is false for a stale handle.
func (t *Table) Next(handle uint32) (a core.Action, ok bool) {
	s := t.find(handle)
	if s == nil {
		return a, false
	}
	if !t.guard(s, func() { a = t.next(s) }) {
		a = s.machine.Next()
	}
	s.begun = s.begun || a.Kind == core.Write
	return a, true
}

// next is the machine's next action for the host. An Update is done here: what is remembered stays in the instance and may
// go with it.
func (t *Table) next(s *slot) core.Action {
	for {
		a := s.machine.Next()
		if a.Kind != core.Update {
			return a
		}
		t.memory.Update(a.Keys[0], func(stored string) string { return s.machine.Updated(s.fed, stored) })
	}
}

// Feed gives the call of a handle one input, if it is not stale.
func (t *Table) Feed(handle uint32, now int64, input func(core.Machine)) {
	if s := t.find(handle); s != nil {
		s.fed = now
		t.guard(s, func() { input(s.machine) })
	}
}

// Close frees a handle. It reports whether the instance, whose linear memory has grown to memoryBytes, must be retired.
func (t *Table) Close(handle uint32, memoryBytes int64) bool {
	if s := t.find(handle); s != nil {
		s.machine, s.call = nil, core.Call{}
	}
	return t.spent || memoryBytes > abi.MaxMemoryBytes
}

// guard runs step. A panic puts an apology in the place of the machine; ok is false then.
func (t *Table) guard(s *slot, step func()) (ok bool) {
	defer func() {
		if !ok {
			recover()
			t.spent = true
			s.machine = t.apologize(s)
		}
	}()
	step()
	return true
}

func (t *Table) apologize(s *slot) core.Machine {
	if s.begun {
		return &sorry{{Kind: core.Done, Broken: true}}
	}
	return &sorry{t.Apology(&s.call), {Kind: core.Done}}
}

// sorry is what is left to be done for a call whose machine panicked. It asks for nothing and ignores what it is fed.
type sorry []core.Action

func (s *sorry) Next() core.Action {
	rest := *s
	if len(rest) > 1 {
		*s = rest[1:]
	}
	return rest[0]
}

func (*sorry) Loaded(int64, []core.Value)          {}
func (*sorry) Head(int64, int32, int, core.Header) {}
func (*sorry) Body(int64, int32, string)           {}
func (*sorry) End(int64, int32)                    {}
func (*sorry) Fail(int64, int32, core.Why)         {}
func (*sorry) Tick(int64)                          {}
func (*sorry) Updated(int64, string) string        { return "" }
