package config

import (
	"math"
	"strings"
)

// field is one member that an object may have. The parser reads by it and the schema is written from it, so that the two
// cannot disagree.
type field struct {
	name     string // in snake_case
	kind     kind
	limits   limits
	words    []string        // aWord: all there are
	fields   []field         // aPart: what the object may have in turn
	modes    modeSet         // the strategies that heed it; 0: all
	required bool            // its object is nothing without it
	into     func(*Node) any // a pointer to where the value goes; makes room for aPart
	about    string          // one sentence, for the schema
}

// limits are the least and the greatest value of a number, both whole when a person may meet them, and what it is when absent.
type limits struct{ low, high, assumed float64 }

const (
	mostWhole = math.MaxInt32 // milliseconds for 24 days, seconds for 68 years
	heaviest  = 1e12          // of weights, so that sums of them stay exact enough
)

// kind says what a field's value is and, in brackets, what its into points to.
type kind uint8

const (
	anOption      kind = iota // anything, into Node.Options
	aString                   // plain text (string)
	aHost                     // the URL of one (string)
	aWord                     // one of field.words (string or Mode)
	anObject                  // raw JSON (string)
	aList                     // raw JSON (string)
	aFlag                     // true or false (bool, or *bool where absence means something)
	aNumber                   // (float64)
	aWhole                    // a number without a fraction (int or int64)
	statusCodes               // a list of them ([]int)
	headerNames               // a list of them ([]string)
	requestFields             // a list of what a request is told apart by ([]string)
	dropPaths                 // a list of them ([]Path)
	aPart                     // an object with fields of its own
	theWeight                 // from here on they have readers of their own
	theTimeout
	theCooldown
	theStrategy
	theTargets
	theConditions
	theDefault
	theQuery
	theThen
	misplaced // known elsewhere, without effect here
	legacy    // how configs named their targets once
	anything  // these are of a condition's query
	aBound
	aLength
	theQueries
)

// lookup returns the field of a config object that is called name (snake_case), nil when there is none.
func lookup(name string) *field {
	low, high := 0, len(fields)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if fields[middle].name < name {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(fields) && fields[low].name == name {
		return &fields[low]
	}
	return nil
}

// find returns the index of the row called name, -1 when there is none.
func find(rows []field, name string) int {
	for i := range rows {
		if rows[i].name == name {
			return i
		}
	}
	return -1
}

// need says what an object lacks without the field: "needs a mode: simple or semantic".
func (f *field) need() string {
	switch f.kind {
	case aWord:
		return "needs a " + f.name + ": " + either(f.words)
	case theQuery:
		return "needs a " + f.name + ", an object"
	}
	return "needs a " + f.name + ", the name of a target"
}

// either lists words as alternatives: "a, b or c".
func either(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// snake returns a key in snake_case: "requestTimeout" → "request_timeout", "awsKMSKeyId" → "aws_kms_key_id".
func snake(key string) string {
	i := 0
	for i < len(key) && !isUpper(key[i]) {
		i++
	}
	if i == len(key) {
		return key
	}
	dst := append(make([]byte, 0, len(key)+8), key[:i]...)
	for ; i < len(key); i++ {
		if !isUpper(key[i]) {
			dst = append(dst, key[i])
			continue
		}
		starts := i > 0 && key[i-1] != '_' && (!isUpper(key[i-1]) || i+1 < len(key) && isLower(key[i+1]))
		if starts {
			dst = append(dst, '_')
		}
		dst = append(dst, key[i]|0x20)
	}
	return string(dst)
}

func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }
func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
