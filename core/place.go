package core

import "strconv"

// Place says where in a request something stands, in the words of Drop and Refuse.
//
//	Place("messages", 2, ".role") → "messages[2].role"
func Place(list string, index int, rest string) string {
	return list + "[" + strconv.Itoa(index) + "]" + rest
}
