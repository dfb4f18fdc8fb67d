package providers

import (
	"strings"

	"causeway/core"
	"causeway/providers/diffusion"
	"causeway/providers/openai"
)

// Those who make pictures, and nothing else.

var stabilityVendor = core.Vendor{
	Name: "stability-ai", Aliases: []string{"stabilityai"}, Base: "https://api.stability.ai", Auth: bearer,
	Header: []core.Field{
		{Name: "accept", Value: "application/json"}, // base64 and not a file
		{Name: "stability-client-id", Value: "{stability_client_id?}"},
		{Name: "stability-client-user-id", Value: "{stability_client_user_id?}"},
		{Name: "stability-client-version", Value: "{stability_client_version?}"},
	},
	Options: []core.Option{
		{Key: "stability_client_id", Header: "stability-client-id"},
		{Key: "stability_client_user_id", Header: "stability-client-user-id"},
		{Key: "stability_client_version", Header: "stability-client-version"},
	},
	Services: []core.Service{
		{Endpoint: core.Images, Dialect: diffusion.Prompts, Fits: diffusion.IsEngine, Path: "/v1/generation/{model}/text-to-image"},
		{Endpoint: core.Images, Dialect: diffusion.Form, Fits: diffusion.HasVariants, Path: "/v2beta/stable-image/generate/sd3", Header: formField[:]},
		{Endpoint: core.Images, Dialect: diffusion.Form, Path: "/v2beta/stable-image/generate/{model}", ModelTrim: "stable-image-", Header: formField[:]},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	},
	Source: "types of the package stability-ai 0.7.0 (npm), read 2026-11-25; " + portkey + "; its own reference is unread",
}

var formField = [...]core.Field{{Name: "content-type", Value: diffusion.FormType}}

var segmindVendor = core.Vendor{
	Name: "segmind", Base: "https://api.segmind.com/v1", Auth: core.Auth{Header: "x-api-key"},
	Services: []core.Service{
		{Endpoint: core.Images, Dialect: diffusion.Segmind, Path: "/{model}"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	},
	Source: portkey + "; its own documentation is unread",
}

var recraftVendor = core.Vendor{
	Name: "recraft-ai", Aliases: []string{"recraft"}, Base: "https://external.api.recraft.ai/v1", Auth: bearer,
	Services: []core.Service{
		{Endpoint: core.Images, Dialect: openai.Images, Path: "/images/generations"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	},
	Source: "https://www.recraft.ai/docs/api-reference/clients, read 2026-11-25; " + portkey,
}

// fireworksImages are two: FLUX models are workflows.
var fireworksImages = [...]core.Service{
	{Endpoint: core.Images, Dialect: diffusion.Ratio, Fits: isFlux, Path: "/workflows/{+model}/text_to_image", Header: jsonField[:]},
	{Endpoint: core.Images, Dialect: diffusion.Samples, Path: "/image_generation/{+model}", Header: jsonField[:]},
}

var jsonField = [...]core.Field{{Name: "accept", Value: "application/json"}}

func isFlux(r *core.Request) bool { return strings.Contains(r.Model, "flux") }
