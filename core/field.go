package core

// Field is one header line: Name in lower case, Value as on the wire.
type Field struct{ Name, Value string }

// Header is a list of fields in the order they are sent. A name may stand in it more than once.
type Header []Field

// Get is the value of the first field called name (lower case), "" when there is none.
func (h Header) Get(name string) string {
	value, _ := h.Lookup(name)
	return value
}

// Lookup is Get that tells an empty value from a missing field.
func (h Header) Lookup(name string) (string, bool) {
	for i := range h {
		if h[i].Name == name {
			return h[i].Value, true
		}
	}
	return "", false
}

// Set puts value in the place of the first field called name, or at the end.
func (h Header) Set(name, value string) Header {
	for i := range h {
		if h[i].Name == name {
			h[i].Value = value
			return h
		}
	}
	return append(h, Field{name, value})
}
