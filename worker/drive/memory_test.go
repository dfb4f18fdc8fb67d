package drive_test

import (
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"causeway/worker/drive"
)

func TestUpdatesOfOneKeyLoseNothing(t *testing.T) {
	var m drive.Memory
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				m.Update("n", func(stored string) string {
					n, _ := strconv.Atoi(stored)
					return strconv.Itoa(n + 1)
				})
			}
		})
	}
	all.Wait()
	m.Update("n", func(stored string) string {
		require.Equal(t, "800", stored)
		return ""
	})
	m.Update("n", func(stored string) string {
		require.Equal(t, "800", stored, "nothing changes by nothing")
		return ""
	})
}

func TestMemoryIsBounded(t *testing.T) {
	var m drive.Memory
	for i := range 3000 {
		m.Update(strconv.Itoa(i), func(string) string { return "x" })
	}
	kept := 0
	for i := range 3000 {
		m.Update(strconv.Itoa(i), func(stored string) string {
			kept += len(stored)
			return ""
		})
	}
	require.Equal(t, 1024, kept)
}
