package providers

import (
	"causeway/core"
	"causeway/providers/openai"
	"causeway/providers/solo"
)

const (
	dashscopeBase   = "https://dashscope-intl.aliyuncs.com/api/v1"
	dashscopeSource = "https://www.alibabacloud.com/help/en/model-studio/qwen-api-reference, read 2026-11-25"
)

// dashscopeImages makes images at DashScope's own address, also for those who chat at the one that is OpenAI's.
var dashscopeImages = core.Service{
	Endpoint: core.Images, Dialect: solo.DashScopeImages, Base: dashscopeBase, Path: "/services/aigc/text2image/image-synthesis",
	Header: []core.Field{{Name: "x-dashscope-async", Value: "enable"}},
}

// dashscopeStream asks for a stream, which the body does not.
var dashscopeStream = [...]core.Field{{Name: "accept", Value: "text/event-stream"}, {Name: "x-dashscope-sse", Value: "enable"}}

// dashscopeVendor speaks OpenAI's dialect.
var dashscopeVendor = core.Vendor{
	Name: "dashscope", Aliases: []string{"alibaba", "qwen"}, Base: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", Auth: bearer,
	Services: append(speaksOpenAI("", core.Embeddings), dashscopeImages),
	Source:   portkey + traffic + "; " + dashscopeSource,
}

// dashscopeNative speaks DashScope's own.
var dashscopeNative = core.Vendor{
	Name: "dashscope-native", Base: dashscopeBase, Auth: bearer,
	Services: []core.Service{
		{Endpoint: core.Chat, Dialect: solo.DashScopeMultimodal, Fits: solo.IsMultimodal,
			Path: "/services/aigc/multimodal-generation/generation", StreamHeader: dashscopeStream[:]},
		{Endpoint: core.Chat, Dialect: solo.DashScope, Path: "/services/aigc/text-generation/generation", StreamHeader: dashscopeStream[:]},
		{Endpoint: core.Embeddings, Dialect: solo.DashScopeEmbeddings, Path: "/services/embeddings/text-embedding/text-embedding"},
		dashscopeImages,
		{Endpoint: core.Passthrough, Dialect: openai.Passthrough, Path: "{path}"},
	},
	Source: dashscopeSource + traffic,
}
