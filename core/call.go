package core

import (
	"causeway/core/config"
	"causeway/core/rewrite"
)

// begin reads the call as far as it can without the store.
func (x *Exchange) begin() {
	x.door = x.gateway.Door(NoEndpoint)
	x.traceID = x.call.Header.Get("x-portkey-trace-id")
	if x.traceID == "" {
		x.traceID = newTraceID(x.seed)
	}
	if x.call.Method == "OPTIONS" {
		x.preflight()
		return
	}
	endpoint, fault := find(x.call.Method, x.call.Path)
	if fault == nil {
		endpoint, fault = x.rehearse(endpoint)
	}
	if fault != nil {
		x.door = x.gateway.Door(endpoint)
		x.say(fault, fault.Header)
		return
	}
	x.endpoint = endpoint
	switch endpoint {
	case Landing, Health:
		x.answer(endpoint)
	case Providers, ConfigCheck, ConfigSchema:
		x.delegate()
	default:
		x.door = x.gateway.Door(endpoint)
		x.admit()
	}
}

// admit checks what a call to a provider brings: its body, and its config or provider.
func (x *Exchange) admit() {
	if fault := x.checkBody(); fault != nil {
		x.refuse(fault)
		return
	}
	text, given := x.call.Header.Lookup("x-portkey-config")
	switch {
	case given && isObject(text):
		x.configure(text)
	case given && text != "":
		x.load(text)
	default:
		x.start(&config.Node{Path: "config"})
	}
}

// checkBody validates the body once; everything after it trusts the text.
func (x *Exchange) checkBody() *Fault {
	if x.call.Oversize {
		return limitFault(413, "body_too_large",
			"the request body is larger than this gateway's limit of "+decimal(int64(x.gateway.BodyLimit()))+" bytes")
	}
	if !x.endpoint.asksForJSON() {
		return x.lookInto()
	}
	if kind := x.call.Header.Get("content-type"); kind != "" && !isJSON(kind) {
		return callerFault(415, "unsupported_content_type", "content-type "+kind+": application/json is expected here")
	}
	fault, ok := rewrite.Check(x.call.Body)
	if !ok {
		return callerFault(400, "invalid_json", "the request body is not valid JSON: "+fault.String())
	}
	if !isObject(x.call.Body) {
		return callerFault(400, "invalid_json", "the request body is not a JSON object")
	}
	var refused *Fault
	x.sketch, refused = drawSketch(x.call.Body)
	return refused
}

// lookInto draws the sketch of a body that need not be JSON, if it is.
func (x *Exchange) lookInto() (fault *Fault) {
	_, ok := rewrite.Check(x.call.Body)
	x.isOpaque = !ok || !isObject(x.call.Body)
	if !x.isOpaque {
		x.sketch, fault = drawSketch(x.call.Body)
	}
	return fault
}

// sketch is what the machine itself needs to know of a body.
type sketch struct {
	Model        string
	Stream       bool
	IncludeUsage bool
	Creates      bool // the provider keeps something: sending it again would make a second one
}

// drawSketch reads the members of a valid body that steer the machine.
func drawSketch(body string) (s sketch, fault *Fault) {
	named := false
	for it := rewrite.Over(body); it.Next() && fault == nil; {
		switch it.Key {
		case "model":
			if named {
				fault = callerFault(400, "duplicate_member", `"model" stands twice in the request body`)
				fault.Param = "model"
				return s, fault
			}
			named = true
			fault = s.see("model", it.Value)
		case "stream":
			fault = s.see("stream", it.Value)
		case "store", "background":
			s.Creates = s.Creates || it.Value == "true"
		case "stream_options":
			s.IncludeUsage = rewrite.Member(it.Value, "include_usage") == "true"
		}
	}
	return s, fault
}

// see takes a member that steers the machine. raw is its value.
func (s *sketch) see(key, raw string) *Fault {
	if raw == "null" {
		return nil
	}
	switch key {
	case "model":
		if raw[0] != '"' {
			return wrongType("model", "a string")
		}
		s.Model = rewrite.Unescape(rewrite.Contents(raw))
	case "stream":
		if raw != "true" && raw != "false" {
			return wrongType("stream", "true or false")
		}
		s.Stream = raw == "true"
	}
	return nil
}

func wrongType(param, wanted string) *Fault {
	f := callerFault(400, "invalid_type", `"`+param+`" must be `+wanted)
	f.Param = param
	return f
}

// load asks the host for a stored config.
func (x *Exchange) load(id string) {
	if !isID(id) {
		x.refuse(callerFault(400, "invalid_config",
			"Invalid config passed. You need to pass a valid json, or the id of a stored config"))
		return
	}
	x.push(Action{Kind: Load, Keys: []string{"config/" + id}})
	x.to(Loading)
}

func (x *Exchange) loaded(values []Value) {
	if len(values) != 1 || !values[0].Found {
		x.refuse(callerFault(400, "unknown_config",
			"config "+x.call.Header.Get("x-portkey-config")+": this gateway's store holds no config of that id"))
		return
	}
	x.isStored = true
	x.configure(values[0].Text)
}

// configure reads the config's text and starts with it.
func (x *Exchange) configure(text string) {
	node, problems := config.Parse(text)
	if fault := configFault(problems); fault != nil {
		x.refuse(fault)
		return
	}
	if x.dry != nil {
		x.dry.problems = problems
	}
	x.configHash = fnv(fnvOffset, text)
	x.start(node)
}

// start makes the plan and sends the first attempt.
func (x *Exchange) start(node *config.Node) {
	plan, fault := x.gateway.newPlan(node, x.call.Header, x.isStored)
	if fault != nil {
		x.refuse(fault)
		return
	}
	x.plan = plan
	if x.dry != nil {
		x.dry.node = node
	}
	if plan.Remembers {
		x.consult()
		return
	}
	x.depart()
}

// depart chooses the first target and sends the first request.
func (x *Exchange) depart() {
	facts := x.facts()
	x.walk.Chooser = x
	if x.dry != nil {
		x.explain()
		return
	}
	if x.surveys() {
		return
	}
	leaf, err := x.walk.Start(&x.plan.Tree, &facts, x.seed)
	if err != nil {
		x.refuse(callerFault(400, "no_target", err.Error()))
		return
	}
	x.aim(leaf)
}

// configFault is every fatal problem of a config in one fault, nil when there is none.
func configFault(problems []config.Problem) *Fault {
	var message []byte
	for i := range problems {
		if !problems[i].Fatal {
			continue
		}
		if message == nil {
			message = append(message, "Invalid config passed. "...)
		} else {
			message = append(message, "; "...)
		}
		message = problems[i].Append(message)
	}
	if message == nil {
		return nil
	}
	return callerFault(400, "invalid_config", string(message))
}
