package providers

import (
	"slices"
	"strings"

	"causeway/core"
	"causeway/core/frame"
	"causeway/providers/anthropic"
	"causeway/providers/bedrock"
	"causeway/providers/cohere"
	"causeway/providers/openai"
	"causeway/providers/responses"
)

// amazonBedrock is Bedrock's runtime. Chat is Converse for every model, as Portkey has it: it takes documents, videos,
// guardrails and S3 that InvokeModel does not, and one wire serves all makers.
//
// Messages for Claude go through InvokeModel instead, whose body is Anthropic's own, so that requests and replies keep
// their bytes. Of 50 recorded requests 38 could be said by Converse without a loss, and 14 come out of the hub and back as
// they went in. For other models Messages are translated to Converse.
var amazonBedrock = core.Vendor{
	Name: "bedrock", Aliases: []string{"amazon-bedrock", "aws-bedrock"}, Base: "https://bedrock-runtime.{aws_region}.amazonaws.com",
	Options: awsOptions(core.Option{Key: "anthropic_beta", Header: "anthropic-beta"}),
	Services: slices.Concat([]core.Service{
		{Endpoint: core.Chat, Dialect: bedrockChat, Path: "/model/{model}/converse", StreamPath: "/model/{model}/converse-stream"},
		{Endpoint: core.Messages, Dialect: bedrockMessages, Fits: isClaude, Path: invokePath, StreamPath: invokeStreamPath,
			Mend: anthropic.OwnThoughts},
		{Endpoint: core.Completions, Dialect: bedrockCompletions, Fits: bedrock.TakesPrompts, Path: invokePath, StreamPath: invokeStreamPath},
		{Endpoint: core.Embeddings, Dialect: bedrock.Embed, Path: invokePath},
		{Endpoint: core.Models, Dialect: bedrock.List, Base: "https://bedrock.{aws_region}.amazonaws.com", Path: "/foundation-models"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	}, bedrockCounts()),
	Sign:  func(s *core.Signing) *core.Fault { return awsSign(s, "bedrock") },
	Grant: awsGrant,
	Source: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html, read 2026-11-25; " +
		portkey + traffic,
}

const (
	invokePath       = "/model/{model}/invoke"
	invokeStreamPath = "/model/{model}/invoke-with-response-stream"
)

// bedrockMakers are whose dialects InvokeModel carries.
var bedrockMakers = &bedrock.Makers{Anthropic: anthropic.Messages, Cohere: cohere.Chat, OpenAI: openai.Chat}

var (
	bedrockChat = &core.Dialect{
		Name: "bedrock-converse", Framing: frame.EventStream, Fault: bedrock.ReadFault,
		Request: bedrock.AppendConverse, Reader: bedrockReader,
	}

	bedrockMessages = &core.Dialect{
		Name: "bedrock-invoke-messages", Framing: frame.EventStream, Fault: bedrock.ReadFault,
		Request: bedrock.AppendMessages, Reader: bedrockReader, Inner: anthropic.Messages, Unwrap: bedrock.UnwrapMessages,
	}

	bedrockCompletions = &core.Dialect{
		Name: "bedrock-invoke-prompt", Framing: frame.EventStream, Fault: bedrock.ReadFault,
		Request: bedrock.AppendPrompt, Reader: bedrockReader,
	}
)

func bedrockReader(o *core.ReadOptions) core.Reader { return bedrockMakers.Reader(o) }

func isClaude(r *core.Request) bool { return bedrock.IsClaude(r.Model) }

// bedrockProfiles are what the ids of inference profiles begin with: Bedrock counts the tokens of a model and not of a
// profile, so that they are taken off there.
//
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html, …/count-tokens.html (read 2026-11-25)
var bedrockProfiles = [...]string{"apac.", "au.", "ca.", "eu.", "global.", "jp.", "us-gov.", "us.", ""}

// bedrockCounts are the rows that count tokens. Bedrock counts those of Claude; what others would count is estimated.
func bedrockCounts() (rows []core.Service) {
	for _, profile := range bedrockProfiles {
		rows = append(rows, core.Service{
			Endpoint: core.CountTokens, Dialect: bedrock.Count, Path: "/model/{model}/count-tokens", ModelTrim: profile,
			Fits: func(r *core.Request) bool { return strings.HasPrefix(r.Model, profile+"anthropic.") },
		})
	}
	return rows
}

// bedrockMantle is Bedrock's door for clients of OpenAI's and Anthropic's, at a host of its own. Its models' names have
// neither a profile nor a version. The name it is signed for is the one that OpenAI's Codex signs for; no page of AWS's that
// says so was at hand.
var bedrockMantle = core.Vendor{
	Name: "bedrock-mantle", Base: "https://bedrock-mantle.{aws_region}.api.aws",
	Options: awsOptions(),
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: anthropic.Messages, Fits: isClaude, Path: "/anthropic/v1/messages",
			Mend: anthropic.OwnThoughts, Header: []core.Field{{Name: "anthropic-version", Value: "2023-06-01"}}},
		{Endpoint: core.Chat, Dialect: openai.Chat, Fits: mantleIsOpenAIs, Path: "/openai/v1/chat/completions"},
		{Endpoint: core.Chat, Dialect: openai.Chat, Path: "/v1/chat/completions"},
		{Endpoint: core.Responses, Dialect: responses.Dialect, Fits: mantleIsOpenAIs, Path: "/openai/v1/responses"},
		{Endpoint: core.Responses, Dialect: responses.Dialect, Path: "/v1/responses"},
		{Endpoint: core.Models, Dialect: openai.List, Path: "/v1/models"},
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "/v1{path}"},
	},
	Sign:   func(s *core.Signing) *core.Fault { return awsSign(s, "bedrock-mantle") },
	Grant:  awsGrant,
	Source: "https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html, read 2026-11-25" + traffic,
}

// mantleIsOpenAIs reports that a model is one of OpenAI's that are not open: those have paths of their own (recorded
// traffic, read 2026-11-25).
func mantleIsOpenAIs(r *core.Request) bool { return strings.HasPrefix(r.Model, "openai.gpt-5") }

// sagemaker is whatever its user has deployed: requests pass through to /v1/endpoints/{name}/invocations, signed.
var sagemaker = core.Vendor{
	Name: "sagemaker", Base: "https://runtime.sagemaker.{aws_region}.amazonaws.com",
	Header: []core.Field{
		{Name: "x-amzn-sagemaker-custom-attributes", Value: "{amzn_sagemaker_custom_attributes?}"},
		{Name: "x-amzn-sagemaker-enable-explanations", Value: "{amzn_sagemaker_enable_explanations?}"},
		{Name: "x-amzn-sagemaker-inference-component", Value: "{amzn_sagemaker_inference_component?}"},
		{Name: "x-amzn-sagemaker-inference-id", Value: "{amzn_sagemaker_inference_id?}"},
		{Name: "x-amzn-sagemaker-model-name", Value: "{amzn_sagemaker_model_name?}"},
		{Name: "x-amzn-sagemaker-session-id", Value: "{amzn_sagemaker_session_id?}"},
		{Name: "x-amzn-sagemaker-target-container-hostname", Value: "{amzn_sagemaker_target_container_hostname?}"},
		{Name: "x-amzn-sagemaker-target-model", Value: "{amzn_sagemaker_target_model?}"},
		{Name: "x-amzn-sagemaker-target-variant", Value: "{amzn_sagemaker_target_variant?}"},
	},
	Options: awsOptions(
		core.Option{Key: "amzn_sagemaker_custom_attributes", Header: "amzn-sagemaker-custom-attributes"},
		core.Option{Key: "amzn_sagemaker_enable_explanations", Header: "amzn-sagemaker-enable-explanations"},
		core.Option{Key: "amzn_sagemaker_inference_component", Header: "amzn-sagemaker-inference-component"},
		core.Option{Key: "amzn_sagemaker_inference_id", Header: "amzn-sagemaker-inference-id"},
		core.Option{Key: "amzn_sagemaker_model_name", Header: "amzn-sagemaker-model-name"},
		core.Option{Key: "amzn_sagemaker_session_id", Header: "amzn-sagemaker-session-id"},
		core.Option{Key: "amzn_sagemaker_target_container_hostname", Header: "amzn-sagemaker-target-container-hostname"},
		core.Option{Key: "amzn_sagemaker_target_model", Header: "amzn-sagemaker-target-model"},
		core.Option{Key: "amzn_sagemaker_target_variant", Header: "amzn-sagemaker-target-variant"},
	),
	Services: []core.Service{{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"}},
	Sign:     func(s *core.Signing) *core.Fault { return awsSign(s, "sagemaker") },
	Grant:    awsGrant,
	Source:   "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html, read 2026-11-25; " + portkey,
}
