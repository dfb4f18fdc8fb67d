package providers

import (
	"causeway/core"
	"causeway/providers/diffusion"
	"causeway/providers/solo"
)

// workersVendor speaks OpenAI's dialect, and its own where workers_ai_api is "native" or OpenAI has no word for it. The first
// is at …/ai/v1, the second at …/ai/run.
var workersVendor = core.Vendor{
	Name: "workers-ai", Aliases: []string{"cloudflare", "workersai"}, Base: workersBase + "/v1", Auth: bearer,
	Options: []core.Option{
		{Key: "workers_ai_account_id", Header: "workers-ai-account-id"},
		{Key: "workers_ai_api", Header: "workers-ai-api"},
	},
	Services: append([]core.Service{
		{Endpoint: core.Chat, Dialect: solo.WorkersAI, Fits: isNativeWorkers, Base: workersBase, Path: workersRun},
		{Endpoint: core.Embeddings, Dialect: solo.WorkersAIEmbeddings, Fits: isNativeWorkers, Base: workersBase, Path: workersRun},
		{Endpoint: core.Completions, Dialect: solo.WorkersAI, Base: workersBase, Path: workersRun},
		{Endpoint: core.Images, Dialect: diffusion.Single, Base: workersBase, Path: workersRun},
	}, speaksOpenAI("", core.Embeddings)...),
	Source: "https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility, …/get-started/rest-api, read 2026-11-25" + traffic,
}

const (
	workersBase = "https://api.cloudflare.com/client/v4/accounts/{workers_ai_account_id}/ai"
	workersRun  = "/run/{+model}"
)

func isNativeWorkers(r *core.Request) bool { return r.Option("workers_ai_api") == "native" }

// workersBinding is Workers AI by the binding AI of the worker that this gateway runs as, without an account or a key: see
// wrangler.toml. A gateway that runs elsewhere cannot reach it.
var workersBinding = core.Vendor{
	Name: "workers-ai-binding", Base: "binding://AI",
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: solo.WorkersAI, Path: "/{+model}"},
		{Endpoint: core.Completions, Dialect: solo.WorkersAI, Path: "/{+model}"},
		{Endpoint: core.Embeddings, Dialect: solo.WorkersAIEmbeddings, Path: "/{+model}"},
		{Endpoint: core.Images, Dialect: diffusion.Single, Path: "/{+model}"},
	},
	Source: "https://developers.cloudflare.com/workers-ai/configuration/bindings, read 2026-11-25",
}
