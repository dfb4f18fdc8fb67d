package drive

import "sync"

// Memory keeps what machines remember from call to call: a few values that may be lost at any time. The zero value is
// ready. It may be used by many goroutines.
type Memory struct {
	lock   sync.Mutex
	values map[string]string
}

// maxValues bounds a Memory. A value beyond it takes the place of any other.
const maxValues = 1024

// Update replaces the value under key ("" when there is none) by what change makes of it, unless that is "". Updates wait
// for one another.
func (m *Memory) Update(key string, change func(stored string) string) {
	m.lock.Lock()
	defer m.lock.Unlock()
	stored, isKept := m.values[key]
	value := change(stored)
	if value == "" {
		return
	}
	if m.values == nil {
		m.values = make(map[string]string)
	}
	for other := range m.values {
		if isKept || len(m.values) < maxValues {
			break
		}
		delete(m.values, other)
	}
	m.values[key] = value
}
