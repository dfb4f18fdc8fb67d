package config

import "strconv"

// AppendSchema appends the JSON Schema (draft 2020-12) of a config, for editors to complete and check by. It is written
// from the tables that Parse reads by, and says what they can say: names, kinds, limits, defaults.
//
// It names members in snake_case only and lets all others pass, camelCase among them, as Parse does with a warning or
// without. Nor does it offer null, which Parse takes for absent. What needs more than one member to see, such as names
// without a target or weights that sum to zero, is Parse's alone.
// https://json-schema.org/draft/2020-12 (read 2026-11-21).
func AppendSchema(dst []byte) []byte {
	dst = append(dst, `{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Causeway config",`+
		`"description":"How a gateway answers a request: with which providers, in which order, with what retries, time-outs and guards. camelCase keys are accepted too.",`...)
	dst = appendObject(dst, fields[:])
	dst = append(dst, `,"dependentRequired":{"strategy":["targets"],"targets":["strategy"]},"$defs":{"query":{`...)
	dst = appendObject(dst, joiners[:])
	dst = append(dst, `,"propertyNames":{"pattern":"^([^$]|\\$(and|or)$|$)"},`+
		`"additionalProperties":{"anyOf":[{"type":["string","number","boolean","null"]},`+toOperators+`]}},"operators":{`...)
	dst = appendObject(dst, operators[:])
	return append(dst, `,"additionalProperties":false}}}`...)
}

const (
	toQuery     = `{"$ref":"#/$defs/query"}`
	toOperators = `{"$ref":"#/$defs/operators"}`
	ofStrings   = `"type":"array","items":{"type":"string","pattern":`
)

// appendObject appends what an object's rows say, without braces.
func appendObject(dst []byte, rows []field) []byte {
	dst = append(dst, `"type":"object","properties":{`...)
	for i := range rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(strconv.AppendQuote(dst, rows[i].name), `:{"description":`...)
		dst = appendKind(strconv.AppendQuote(dst, rows[i].about), &rows[i])
		dst = append(dst, '}')
	}
	dst = append(dst, '}')
	return appendRequired(dst, rows)
}

func appendRequired(dst []byte, rows []field) []byte {
	var names []string
	for i := range rows {
		if rows[i].required {
			names = append(names, rows[i].name)
		}
	}
	if names == nil {
		return dst
	}
	return appendWords(append(dst, `,"required":`...), names)
}

// appendKind appends what a field's kind and limits say of its value, each with a comma before it.
func appendKind(dst []byte, f *field) []byte {
	switch f.kind {
	case aString, theDefault, theThen:
		return append(dst, `,"type":"string"`...)
	case aWord:
		return appendWords(append(dst, `,"type":"string","enum":`...), f.words)
	case aHost:
		return append(dst, `,"type":"string","pattern":"^$|^[Hh][Tt][Tt][Pp][Ss]?://"`...)
	case aFlag:
		return append(dst, `,"type":"boolean"`...)
	case anObject:
		return append(dst, `,"type":"object"`...)
	case aList:
		return append(dst, `,"type":"array"`...)
	case aNumber, theWeight:
		return appendLimits(append(dst, `,"type":"number"`...), f.limits)
	case aWhole, theTimeout, theCooldown:
		return appendLimits(append(dst, `,"type":"integer"`...), f.limits)
	case statusCodes:
		return append(dst, `,"type":"array","items":{"type":"integer","minimum":100,"maximum":599}`...)
	case headerNames:
		return append(strconv.AppendQuote(append(dst, ","+ofStrings...), tokenPattern), '}')
	case requestFields:
		return append(strconv.AppendQuote(append(dst, ","+ofStrings...), requestFieldPattern), '}')
	case dropPaths:
		return append(strconv.AppendQuote(append(dst, ","+ofStrings...), pathPattern), '}')
	case aPart, theStrategy:
		return appendObject(append(dst, ','), f.fields)
	case theTargets:
		return append(dst, `,"type":"array","minItems":1,"items":{"$ref":"#"}`...)
	case theConditions:
		return append(appendObject(append(dst, `,"type":"array","items":{`...), f.fields), '}')
	case theQuery:
		return append(dst, `,"$ref":"#/$defs/query"`...)
	case theQueries:
		return append(dst, `,"type":"array","items":`+toQuery...)
	case aBound:
		return append(dst, `,"type":["number","string"]`...)
	case aLength:
		dst = appendLimits(append(dst, `,"anyOf":[{"type":"integer"`...), f.limits)
		return append(dst, `},`+toOperators+`]`...)
	case misplaced:
		return append(dst, `,"deprecated":true`...)
	case legacy:
		return append(dst, `,"deprecated":true,"not":{}`...)
	}
	return dst
}

func appendLimits(dst []byte, l limits) []byte {
	dst = strconv.AppendFloat(append(dst, `,"minimum":`...), l.low, 'f', -1, 64)
	dst = strconv.AppendFloat(append(dst, `,"maximum":`...), l.high, 'f', -1, 64)
	if l.assumed != 0 {
		dst = strconv.AppendFloat(append(dst, `,"default":`...), l.assumed, 'f', -1, 64)
	}
	return dst
}

// appendWords appends a list of strings.
func appendWords(dst []byte, words []string) []byte {
	for i, word := range words {
		dst = append(dst, "[,"[min(i, 1)])
		dst = strconv.AppendQuote(dst, word)
	}
	return append(dst, ']')
}
