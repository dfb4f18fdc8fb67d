package providers

import (
	"causeway/core"
	"causeway/providers/openai"
	"causeway/providers/replicate"
)

// replicateVendor waits up to a minute within a request before it polls. A stream is elsewhere: there is nothing to wait for.
var replicateVendor = core.Vendor{
	Name: "replicate", Base: "https://api.replicate.com/v1", Auth: bearer,
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: replicate.Predictions, Fits: replicate.IsVersion, Path: "/predictions",
			Header: awaited[:], StreamHeader: unawaited[:]},
		{Endpoint: core.Chat, Dialect: replicate.Predictions, Path: "/models/{+model}/predictions", Header: awaited[:], StreamHeader: unawaited[:]},
		{Endpoint: core.Images, Dialect: replicate.Images, Fits: replicate.IsVersion, Path: "/predictions", Header: awaited[:]},
		{Endpoint: core.Images, Dialect: replicate.Images, Path: "/models/{+model}/predictions", Header: awaited[:]},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	},
	Source: "https://replicate.com/docs/reference/http, read 2026-11-25; recorded traffic",
}

var (
	awaited   = [...]core.Field{{Name: "prefer", Value: "wait"}}
	unawaited = [...]core.Field{{Name: "prefer", Value: "respond-async"}} // RFC 7240
)
