// Package core is the machine: it decides how one call travels, and it has no clock, dice, socket, goroutine or store.
//
// A host opens an exchange with a call and then does what Next says, feeding back what it learns, until the exchange is
// done (see Machine). Same inputs, same outputs, on every host.
//
//	x := gateway.Open(call, nowMs, seed)
//	for {
//		switch a := x.Next(); a.Kind {
//		case core.Fetch: …         // then x.Head(…) or x.Fail(…)
//		case core.Read: …          // then x.Body(…), x.End(…) or x.Fail(…)
//		case core.Write: …
//		case core.Done: return
//		}
//	}
//
// A call goes through these rooms, one file each: call (what the client sent), caller and plan (what its headers and its
// config say), attempt, address and template (the request to one target), errand and inline (what must be got before it: a
// token, a file), reply (what is done with an answer: pass it on, translate it, try again, fall over), follow (an answer
// that is elsewhere), race, peek, translate, models (the lists of several providers in one), respond, cost, report. Every
// wait is bounded in timeout. Scripted vendors, which need no network, are played by script.
//
// The states and the inputs that lead out of them; the table in state.go is this drawing, and a test holds them together:
//
//	opened      -call->    loading consulting recalling preparing fetching racing waiting finished
//	loading     -loaded->  consulting recalling preparing fetching racing waiting finished
//	consulting  -updated-> recalling preparing fetching racing waiting finished
//	recalling   -updated-> recalling preparing fetching racing waiting finished
//	preparing   -head->    preparing
//	preparing   -body->    recalling preparing fetching racing waiting finished
//	preparing   -end->     recalling preparing fetching racing waiting finished
//	preparing   -fail->    recalling preparing fetching racing waiting finished
//	fetching    -head->    recalling preparing fetching racing waiting draining collecting translating peeking piping finished
//	fetching    -fail->    recalling preparing fetching racing waiting finished
//	racing      -head->    recalling preparing fetching racing waiting draining collecting translating peeking piping finished
//	racing      -body->    recalling preparing fetching racing waiting translating peeking tapping piping finished
//	racing      -end->     recalling preparing fetching racing waiting finished
//	racing      -fail->    recalling preparing fetching racing waiting finished
//	racing      -tick->    racing
//	waiting     -tick->    recalling preparing fetching racing waiting finished
//	draining    -body->    draining finished
//	draining    -end->     finished
//	draining    -fail->    finished
//	collecting  -body->    recalling preparing fetching racing waiting collecting piping finished
//	collecting  -end->     recalling preparing fetching racing waiting finished
//	collecting  -fail->    recalling preparing fetching racing waiting finished
//	translating -body->    recalling preparing fetching racing waiting translating finished
//	translating -end->     recalling preparing fetching racing waiting finished
//	translating -fail->    recalling preparing fetching racing waiting finished
//	peeking     -body->    recalling preparing fetching racing waiting peeking tapping piping finished
//	peeking     -end->     recalling preparing fetching racing waiting finished
//	peeking     -fail->    recalling preparing fetching racing waiting finished
//	tapping     -body->    tapping finished
//	tapping     -end->     finished
//	tapping     -fail->    finished
//	piping      -end->     finished
//	piping      -fail->    finished
package core
