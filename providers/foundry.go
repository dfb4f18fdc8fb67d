package providers

import (
	"strings"

	"causeway/core"
	"causeway/providers/anthropic"
	"causeway/providers/openai"
	"causeway/providers/responses"
)

// azureAI is what Azure serves of other makers' models: azure_foundry_url is the URL up to the endpoint's own path, and when
// it has "anthropic" in it, Anthropic's dialect is spoken there.
//
//	https://{resource}.services.ai.azure.com/models           /chat/completions?api-version={azure_api_version}
//	https://{resource}.services.ai.azure.com/openai/v1        /chat/completions
//	https://{resource}.services.ai.azure.com/anthropic        /v1/messages
//
// Without it, azure_region and a deployment or an endpoint make the URL, as in Portkey's older form:
//
//	https://{azure_endpoint_name}.{azure_region}.inference.ml.azure.com/score
//	https://{azure_deployment_name}.{azure_region}.models.ai.azure.com
var azureAI = core.Vendor{
	Name: "azure-ai", Aliases: []string{"azure-foundry"}, Base: "{+azure_foundry_url}", Auth: bearer,
	Header: []core.Field{
		{Name: "extra-parameters", Value: "{azure_extra_params}"},
		{Name: "azureml-model-deployment", Value: "{azure_deployment_name?}"},
	},
	Options: []core.Option{
		{Key: "anthropic_beta", Header: "anthropic-beta"},
		{Key: "anthropic_version", Header: "anthropic-version", Default: anthropicVersion},
		{Key: "azure_ad_token", Header: "azure-ad-token"},
		{Key: "azure_api_version", Header: "azure-api-version"},
		{Key: "azure_auth_mode", Header: "azure-auth-mode"},
		{Key: "azure_deployment_name", Header: "azure-deployment-name"},
		{Key: "azure_endpoint_name", Header: "azure-endpoint-name"},
		{Key: "azure_entra_client_id", Header: "azure-entra-client-id"},
		{Key: "azure_entra_client_secret", Header: "azure-entra-client-secret"},
		{Key: "azure_entra_scope", Header: "azure-entra-scope", Default: azureScope},
		{Key: "azure_entra_tenant_id", Header: "azure-entra-tenant-id"},
		{Key: "azure_extra_params", Header: "azure-extra-params", Default: "drop"},
		{Key: "azure_federated_token", Header: "azure-federated-token"},
		{Key: "azure_foundry_url", Header: "azure-foundry-url"},
		{Key: "azure_managed_client_id", Header: "azure-managed-client-id"},
		{Key: "azure_region", Header: "azure-region"},
		{Key: "azure_workload_client_id", Header: "azure-workload-client-id"},
	},
	Services: joined(
		[]core.Service{
			{Endpoint: core.Chat, Dialect: anthropic.Messages, Fits: foundryEndsInV1, Path: "/messages", Header: foundryAnthropic[:], Mend: anthropic.OwnThoughts},
			{Endpoint: core.Chat, Dialect: anthropic.Messages, Fits: foundryIsAnthropic, Path: "/v1/messages", Header: foundryAnthropic[:], Mend: anthropic.OwnThoughts},
			{Endpoint: core.Responses, Dialect: responses.Dialect, Fits: foundryIsOpenAIV1, Path: "/responses?api-version={azure_api_version?}"},
			{Endpoint: core.CountTokens, Dialect: anthropic.Count, Fits: foundryEndsInV1, Path: "/messages/count_tokens", Header: foundryAnthropic[:]},
			{Endpoint: core.CountTokens, Dialect: anthropic.Count, Fits: foundryIsAnthropic, Path: "/v1/messages/count_tokens", Header: foundryAnthropic[:]},
			{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Fits: foundryEndsInV1, Path: "{path}"},
			{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Fits: foundryIsAnthropic, Path: "/v1{path}"},
		},
		foundry(core.Chat, openai.Chat, "/chat/completions"),
		foundry(core.Completions, openai.Completions, "/completions"),
		foundry(core.Embeddings, openai.Embeddings, "/embeddings"),
		foundry(core.Images, openai.Images, "/images/generations"),
		foundry(core.Models, openai.List, "/models"),
		foundry(core.Passthrough, openai.Passthrough, "{path}"),
	),
	Derive: foundryDerive, Grant: azureGrant, Sign: foundrySign,
	Source: "https://learn.microsoft.com/rest/api/aifoundry/modelinference, " +
		"https://learn.microsoft.com/azure/ai-foundry/foundry-models/how-to/use-foundry-models-claude, read 2026-11-25; " + portkey + traffic,
}

var foundryAnthropic = [...]core.Field{
	{Name: "anthropic-beta", Value: "{anthropic_beta?}"}, {Name: "anthropic-version", Value: "{anthropic_version}"},
}

// foundry are the rows of an endpoint in OpenAI's dialect.
func foundry(e core.Endpoint, d *core.Dialect, path string) []core.Service {
	path += "?api-version={azure_api_version?}"
	return []core.Service{
		{Endpoint: e, Dialect: d, Fits: foundryNamesEndpoint, Path: path, Base: "https://{azure_endpoint_name}.{azure_region}.inference.ml.azure.com/score"},
		{Endpoint: e, Dialect: d, Fits: foundryNamesDeployment, Path: path, Base: "https://{azure_deployment_name}.{azure_region}.models.ai.azure.com"},
		{Endpoint: e, Dialect: d, Path: path},
	}
}

// foundryDerive implements core.Vendor's Derive: what is to become of parameters that a model does not know has two names.
func foundryDerive(r *core.Request, name string) (string, bool) {
	given := r.Option("azure_extra_parameters")
	return given, given != "" && name == "azure_extra_params"
}

func foundryIsAnthropic(r *core.Request) bool {
	return strings.Contains(r.Option("azure_foundry_url"), "anthropic")
}

func foundryEndsInV1(r *core.Request) bool {
	return foundryIsAnthropic(r) && strings.HasSuffix(strings.TrimRight(r.Option("azure_foundry_url"), "/"), "/v1")
}

// foundryIsOpenAIV1 reports that the URL has OpenAI's own paths below it, Responses among them.
func foundryIsOpenAIV1(r *core.Request) bool {
	return strings.HasSuffix(strings.TrimRight(r.Option("azure_foundry_url"), "/"), "/openai/v1")
}

func foundryNamesEndpoint(r *core.Request) bool {
	return r.Option("azure_foundry_url") == "" && r.Option("azure_endpoint_name") != "" && r.Option("azure_region") != ""
}

func foundryNamesDeployment(r *core.Request) bool {
	return r.Option("azure_foundry_url") == "" && r.Option("azure_deployment_name") != "" && r.Option("azure_region") != ""
}

// foundrySign implements core.Vendor's Sign. Anthropic's models want the key in the header that Anthropic itself has for it.
func foundrySign(s *core.Signing) *core.Fault {
	fault := azureSign(s)
	if foundryIsAnthropic(s.Request) && s.Key != "" && s.Header.Get(bearer.Header) == bearer.Prefix+s.Key {
		s.Header = without(s.Header, bearer.Header).Set("x-api-key", s.Key)
	}
	return fault
}
