package providers

import (
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/core/rewrite"
	"causeway/providers/openai"
	"causeway/providers/solo"
)

// watsonxVendor is IBM's watsonx.ai. An API key buys a token for an hour; a project or a space pays.
var watsonxVendor = core.Vendor{
	Name: "watsonx", Aliases: []string{"watsonx-ai", "ibm-watsonx"}, Base: "https://{watsonx_region}.ml.cloud.ibm.com/ml/v1",
	Auth: bearer,
	Options: []core.Option{
		{Key: "watsonx_project_id", Header: "watsonx-project-id"},
		{Key: "watsonx_region", Header: "watsonx-region", Default: "us-south"},
		{Key: "watsonx_space_id", Header: "watsonx-space-id"},
		{Key: "watsonx_version", Header: "watsonx-version", Default: "2024-10-08"}, // of the API
	},
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: &watsonxChat, Path: "/text/chat?version={watsonx_version}", StreamPath: "/text/chat_stream?version={watsonx_version}"},
		{Endpoint: core.Completions, Dialect: solo.Watsonx, Path: "/text/generation?version={watsonx_version}",
			StreamPath: "/text/generation_stream?version={watsonx_version}"},
	},
	Grant: watsonxGrant,
	Sign:  watsonxSign,
	Source: "https://ibm.com/watsonx/developer/get-started/quick-start (token, generation), types of watsonx-ai-node-sdk 1.7 (chat), " +
		"read 2026-11-25; of chat nothing was recorded" + traffic,
}

// watsonxChat is OpenAI's dialect but for what names the model and who pays, and but for its errors.
var watsonxChat = core.Dialect{
	Name: "watsonx-chat", Framing: frame.SSE, Request: appendWatsonxChat, Reader: openai.Chat.Reader, Fault: solo.Watsonx.Fault,
}

// appendWatsonxChat has the model as model_id. Whether the reply streams stands in the URL.
func appendWatsonxChat(dst []byte, r *core.Request) ([]byte, *core.Fault) {
	edits := []rewrite.Edit{
		{Op: rewrite.Rename, Key: "model", Raw: "model_id"}, {Op: rewrite.Delete, Key: "stream"}, {Op: rewrite.Delete, Key: "stream_options"},
		{Op: rewrite.Rename, Key: "max_completion_tokens", Raw: "max_tokens"},
	}
	for _, key := range [...]string{"project_id", "space_id"} {
		if id := r.Option("watsonx_" + key); id != "" {
			edits = append(edits, rewrite.Edit{Op: rewrite.Set, Key: key, Raw: string(rewrite.AppendString(nil, id))})
		}
	}
	body, fault := openai.Chat.Request(nil, r)
	if fault != nil {
		return nil, fault
	}
	return rewrite.Members(dst, string(body), edits), nil
}

// watsonxGrant exchanges an API key for a token. A key that is a token already, as of IBM's software on one's own cluster, is
// taken as it is.
func watsonxGrant(r *core.Request) (*core.Grant, *core.Fault) {
	key := r.Key()
	if key == "" || strings.HasPrefix(key, "eyJ") {
		return nil, nil
	}
	return &core.Grant{
		Key: "watsonx " + key, Method: "POST", URL: "https://iam.cloud.ibm.com/identity/token", Read: bearerToken,
		Header: core.Header{{Name: "content-type", Value: "application/x-www-form-urlencoded"}, {Name: "accept", Value: "application/json"}},
		Body:   form("grant_type", "urn:ibm:params:oauth:grant-type:apikey", "apikey", key),
	}, nil
}

func watsonxSign(s *core.Signing) *core.Fault {
	if s.Token != "" {
		s.Header = s.Header.Set(bearer.Header, bearer.Prefix+s.Token)
	}
	return nil
}
