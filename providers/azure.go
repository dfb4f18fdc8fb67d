package providers

import (
	"strings"

	"causeway/core"
	"causeway/core/rewrite"
	"causeway/providers/openai"
	"causeway/providers/responses"
)

// azureOpenAI is Azure's OpenAI service. Its dated versions name a deployment in the URL, or, where none is configured, take
// the request's model for its name, as Azure's own SDKs do; the version "v1" has OpenAI's own paths and the deployment as
// the model.
//
//	/openai/deployments/{deployment_id}/chat/completions?api-version=2024-10-21
//	/openai/v1/chat/completions
//
// custom_host takes the place of https://{resource_name}.openai.azure.com/openai.
var azureOpenAI = core.Vendor{
	Name: "azure-openai", Aliases: []string{"azure"}, Base: "https://{resource_name}.openai.azure.com/openai",
	Auth:   core.Auth{Header: "api-key"},
	Header: []core.Field{{Name: "openai-beta", Value: "{openai_beta?}"}},
	Options: []core.Option{
		{Key: "api_version", Header: "azure-api-version"},
		{Key: "azure_ad_token", Header: "azure-ad-token"},
		{Key: "azure_auth_mode", Header: "azure-auth-mode"},
		{Key: "azure_entra_client_id", Header: "azure-entra-client-id"},
		{Key: "azure_entra_client_secret", Header: "azure-entra-client-secret"},
		{Key: "azure_entra_scope", Header: "azure-entra-scope", Default: azureScope},
		{Key: "azure_entra_tenant_id", Header: "azure-entra-tenant-id"},
		{Key: "azure_federated_token", Header: "azure-federated-token"},
		{Key: "azure_managed_client_id", Header: "azure-managed-client-id"},
		{Key: "azure_workload_client_id", Header: "azure-workload-client-id"},
		{Key: "deployment_id", Header: "azure-deployment-id"},
		{Key: "max_tokens_name", Header: "max-tokens-name", Default: "max_completion_tokens"},
		{Key: "openai_beta", Header: "openai-beta"},
		{Key: "resource_name", Header: "azure-resource-name"},
	},
	Services: joined(
		azureDeployed(core.Chat, openai.Chat, "/chat/completions"),
		azureDeployed(core.Completions, openai.Completions, "/completions"),
		azureDeployed(core.Embeddings, openai.Embeddings, "/embeddings"),
		azureDeployed(core.Images, openai.Images, "/images/generations"),
		azureShared(core.Models, openai.List, "/models"),
		[]core.Service{
			{Endpoint: core.Responses, Dialect: responses.Dialect, Fits: azureIsV1, Path: "/v1/responses", Model: "{deployment_id?}"},
			{Endpoint: core.Responses, Dialect: responses.Dialect, Fits: azureHasResponses, Path: "/responses?api-version={api_version}", Model: "{deployment_id?}"},
		},
		[]core.Service{{
			Endpoint: core.Passthrough, Dialect: openai.Passthrough, Fits: azureCallsDeployment,
			Path: "/deployments/{deployment_id}{path}?api-version={api_version}",
		}},
		azureShared(core.Passthrough, openai.Passthrough, "{path}"),
	),
	Derive: azureDerive, Grant: azureGrant, Sign: azureSign,
	Source: "https://learn.microsoft.com/azure/ai-foundry/openai/reference, …/api-version-lifecycle, read 2026-11-25; " +
		portkey + traffic,
}

// azureDeployed are the rows of an endpoint that a deployment serves.
func azureDeployed(e core.Endpoint, d *core.Dialect, path string) []core.Service {
	const version = "?api-version={api_version}"
	return []core.Service{
		{Endpoint: e, Dialect: d, Fits: azureIsV1, Path: "/v1" + path, Model: "{deployment_id?}"},
		{Endpoint: e, Dialect: d, Fits: azureNamesModelOnly, Path: "/deployments/{model}" + path + version},
		{Endpoint: e, Dialect: d, Path: "/deployments/{deployment_id}" + path + version},
	}
}

// azureShared are the rows of an endpoint that is the whole resource's, such as its models, its files and its responses.
func azureShared(e core.Endpoint, d *core.Dialect, path string) []core.Service {
	return []core.Service{
		{Endpoint: e, Dialect: d, Fits: azureIsV1, Path: "/v1" + path, Model: "{deployment_id?}"},
		{Endpoint: e, Dialect: d, Path: path + "?api-version={api_version}", Model: "{deployment_id?}"},
	}
}

func azureIsV1(r *core.Request) bool { return strings.TrimSpace(azureOption(r, "api_version")) == "v1" }

// azureHasResponses reports that a dated version is none of those before Responses, which came with 2025-03-01-preview
// (from memory; recorded traffic has 2025-04-01-preview).
func azureHasResponses(r *core.Request) bool {
	return strings.TrimSpace(azureOption(r, "api_version")) >= "2025-03-01"
}

func azureNamesModelOnly(r *core.Request) bool {
	return r.Model != "" && azureOption(r, "deployment_id") == ""
}

// azureDerive implements core.Vendor's Derive for the settings that have several homes.
func azureDerive(r *core.Request, name string) (string, bool) {
	switch name {
	case "api_version", "deployment_id", "resource_name":
		value := azureOption(r, name)
		return value, value != ""
	}
	return "", false
}

// azureOption is a setting under its name, under that name behind "azure_", or that of the deployment which stands for the
// request's model, as Portkey's configs have it:
//
//	"deployments":[{"alias":"gpt-4o","deployment_id":"chat-prod","api_version":"2024-10-21","is_default":true}]
func azureOption(r *core.Request, name string) string {
	for _, key := range [...]string{name, "azure_" + name} {
		if value := r.Option(key); value != "" {
			return value
		}
	}
	found := ""
	for d := rewrite.Over(r.Option("deployments")); d.Next(); {
		value := rewrite.Unescape(rewrite.Contents(rewrite.Member(d.Value, name)))
		if r.Model != "" && rewrite.Unescape(rewrite.Contents(rewrite.Member(d.Value, "alias"))) == r.Model {
			return value
		}
		if rewrite.Member(d.Value, "is_default") == "true" {
			found = value
		}
	}
	return found
}

// azureCallsDeployment reports that a path which passes through is one that Azure has below a deployment.
func azureCallsDeployment(r *core.Request) bool {
	return !azureIsV1(r) && (strings.HasPrefix(r.CallPath, "/v1/audio/") || strings.HasPrefix(r.CallPath, "/v1/images/"))
}

const azureScope = "https://cognitiveservices.azure.com/.default"

// azureGrant implements core.Vendor's Grant for the modes of authentication that need a token got: Portkey's azure_auth_mode.
//
//	entra      a client's secret, sent to Entra ID
//	managed    the identity of the machine that this gateway runs on; at Cloudflare there is none
//	workload   a token of another issuer's, which azure_federated_token holds: this gateway reads no files
//
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow,
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token (read 2026-11-25)
func azureGrant(r *core.Request) (*core.Grant, *core.Fault) {
	if r.Option("azure_ad_token") != "" {
		return nil, nil
	}
	switch r.Option("azure_auth_mode") {
	case "":
		return nil, nil
	case "entra":
		return entraGrant(r, "azure_entra_client_id", "client_secret", "azure_entra_client_secret")
	case "workload":
		return entraGrant(r, "azure_workload_client_id", "client_assertion", "azure_federated_token")
	case "managed":
		return managedGrant(r), nil
	}
	return nil, core.Refuse("azure_auth_mode", "azure_auth_mode is none of entra, managed and workload")
}

// entraGrant is the request for a token in exchange for a secret of the client's, or for another's assertion.
func entraGrant(r *core.Request, client, proof, option string) (*core.Grant, *core.Fault) {
	for _, key := range [...]string{"azure_entra_tenant_id", client, option} {
		if r.Option(key) == "" {
			return nil, r.Missing(key)
		}
	}
	body := form("grant_type", "client_credentials", "client_id", r.Option(client), "scope", r.Option("azure_entra_scope"), proof, r.Option(option))
	if proof == "client_assertion" {
		body += "&" + form("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	}
	url := "https://login.microsoftonline.com/" + string(appendFormText(nil, r.Option("azure_entra_tenant_id"))) + "/oauth2/v2.0/token"
	return &core.Grant{
		Key: url + " " + body, Method: "POST", URL: url, Body: body, Read: bearerToken,
		Header: core.Header{{Name: "content-type", Value: "application/x-www-form-urlencoded"}},
	}, nil
}

func managedGrant(r *core.Request) *core.Grant {
	query := form("api-version", "2018-02-01", "resource", strings.TrimSuffix(r.Option("azure_entra_scope"), ".default"))
	if id := r.Option("azure_managed_client_id"); id != "" {
		query += "&" + form("client_id", id)
	}
	url := "http://169.254.169.254/metadata/identity/oauth2/token?" + query
	return &core.Grant{
		Key: url, Method: "GET", URL: url, Read: bearerToken, Header: core.Header{{Name: "metadata", Value: "true"}},
	}
}

// azureSign implements core.Vendor's Sign: a token takes the place of the key. The token of this machine's own identity goes
// to hosts of Azure's alone that run nobody else's code, or whoever may name a host could have it.
func azureSign(s *core.Signing) *core.Fault {
	token := s.Token
	if given := s.Request.Option("azure_ad_token"); given != "" {
		token = strings.TrimPrefix(given, bearer.Prefix)
	}
	if token == "" {
		return nil
	}
	if s.Token != "" && s.Request.Option("azure_auth_mode") == "managed" && !isAzures(s.URL) {
		return core.Refuse("azure_auth_mode", "a managed identity proves itself to Azure's own hosts only")
	}
	s.Header = without(s.Header, s.Request.Vendor.Auth.Header).Set(bearer.Header, bearer.Prefix+token)
	return nil
}

// isAzures reports that a URL is one of a service that Azure runs itself.
func isAzures(url string) bool {
	host, isSecure := strings.CutPrefix(url, "https://")
	if end := strings.IndexAny(host, "/?#:@"); end >= 0 {
		host = host[:end]
	}
	for _, own := range [...]string{".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"} {
		if isSecure && strings.HasSuffix(strings.ToLower(host), own) {
			return true
		}
	}
	return false
}

// without is h without the fields called name.
func without(h core.Header, name string) core.Header {
	kept := h[:0]
	for _, f := range h {
		if f.Name != name {
			kept = append(kept, f)
		}
	}
	return kept
}
