package drive_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/core"
	"causeway/worker/drive"
)

// gate is a Transport whose fetches end when the test says so.
type gate struct {
	*world
	opened map[int32]chan error // nil: a reply
}

func (g gate) Fetch(ctx context.Context, a *core.Action) (drive.Reply, error) {
	select {
	case err := <-g.opened[a.ID]:
		if err != nil {
			return nil, err
		}
		return &reply{world: g.world}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stopped is a Clock whose sleeps never end.
type stopped struct{ *world }

func (stopped) Sleep(ctx context.Context, _ int64) error {
	<-ctx.Done()
	return ctx.Err()
}

func race(t *testing.T, ctx context.Context, timed bool, opened map[int32]chan error, actions ...core.Action) (drive.Ending, *machine) {
	w := &world{}
	w.open = len(opened) // each reply that is closed counts one down
	m := &machine{world: w, actions: actions}
	h := w.host()
	h.Transport = gate{w, opened}
	if !timed {
		h.Clock = stopped{w}
	}
	ending, _ := drive.Run(ctx, m, h)
	require.True(t, m.closed)
	return ending, m
}

func TestTheFirstHeaderOfARaceIsTaken(t *testing.T) {
	won := make(chan error, 1)
	won <- nil
	ending, m := race(t, t.Context(), false, map[int32]chan error{1: nil, 2: won},
		core.Action{Kind: core.Fetch, ID: 1, Later: true}, core.Action{Kind: core.Fetch, ID: 2, Later: true},
		core.Action{Kind: core.Await, Ms: 50}, core.Action{Kind: core.Cancel, ID: 1}, core.Action{Kind: core.Done})
	require.Equal(t, drive.Served, ending)
	require.Equal(t, []string{"head 2"}, m.heard)
}

func TestAFailureIsTakenToo(t *testing.T) {
	failed := make(chan error, 1)
	failed <- drive.Failed(core.Refused)
	_, m := race(t, t.Context(), false, map[int32]chan error{1: failed},
		core.Action{Kind: core.Fetch, ID: 1, Later: true}, core.Action{Kind: core.Await}, core.Action{Kind: core.Done})
	require.Equal(t, []string{"fail 1"}, m.heard)
}

func TestAnAwaitEndsWithItsTime(t *testing.T) {
	_, m := race(t, t.Context(), true, map[int32]chan error{1: nil},
		core.Action{Kind: core.Fetch, ID: 1, Later: true}, core.Action{Kind: core.Await, Ms: 50}, core.Action{Kind: core.Done})
	require.Equal(t, []string{"tick +50"}, m.heard)
}

func TestClientThatLeavesARace(t *testing.T) {
	ctx, leave := context.WithCancelCause(t.Context())
	leave(errors.New("gone"))
	ending, _ := race(t, ctx, false, map[int32]chan error{1: nil},
		core.Action{Kind: core.Fetch, ID: 1, Later: true}, core.Action{Kind: core.Await}, core.Action{Kind: core.Done})
	require.Equal(t, drive.Gone, ending)
}
