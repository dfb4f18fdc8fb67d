// Package diffusion is how servers of diffusion models are asked for pictures: a prompt, a size in pixels and how many, under
// names that differ, with the pictures as files or base64 in the reply. One dialect here is one set of names.
//
//	stability v1      POST /v1/generation/{engine}/text-to-image {"text_prompts":[{"text"}],"width","height","samples"}
//	                  → {"artifacts":[{"base64","finishReason":"SUCCESS","seed"}…]}
//	stability v2beta  POST /v2beta/stable-image/generate/{core|ultra|sd3}, a form: prompt, aspect_ratio, model
//	                  → {"image":"…","finish_reason":"SUCCESS","seed"}
//	segmind           POST /v1/{model} {"prompt","img_width","img_height","samples","base64":true} → a file, or {"image":"…"}
//	fireworks         POST /image_generation/{model} {"prompt","width","height","samples"} → [{"base64","finishReason"}…]
//	                  POST /workflows/{model}/text_to_image {"prompt","aspect_ratio"} → {"base64":["…"],"finishReason"}, or a file
//	cloudflare        POST /ai/run/{model} {"prompt","width","height"} → {"result":{"image":"…"}}, or a file
//
// Members that OpenAI does not have pass as they are: steps, seed, negative_prompt, cfg_scale, style_preset.
//
// Portkey-AI/gateway 1.15.2; types of the package stability-ai 0.7.0 (npm) for stability (read 2026-11-25). No traffic of
// theirs was recorded, cloudflare's result.image is read in public code, and fireworks' workflows are from memory, unverified:
// that is why the reader takes any of these replies from any of them.
package diffusion

import (
	"causeway/core"
	"causeway/core/frame"
)

var (
	// Prompts is Stability's v1.
	Prompts = &core.Dialect{
		Name: "stability", Framing: frame.SSE, Request: appendPrompts, Fault: readFault, Answer: appendImages, Follow: judge,
	}

	// Form is Stability's v2beta. Its content type is FormType.
	Form = &core.Dialect{
		Name: "stability-form", Framing: frame.SSE, Request: appendForm, Fault: readFault, Answer: appendImages, Follow: judge,
	}

	// Segmind is Segmind's.
	Segmind = &core.Dialect{
		Name: "segmind", Framing: frame.SSE, Request: appendSegmind, Fault: readFault, Answer: appendImages, Follow: judge,
	}

	// Samples is Fireworks' for models of Stability's.
	Samples = &core.Dialect{
		Name: "fireworks-images", Framing: frame.SSE, Request: appendSamples, Fault: readFault, Answer: appendImages, Follow: judge,
	}

	// Ratio is Fireworks' for FLUX models.
	Ratio = &core.Dialect{
		Name: "fireworks-flux", Framing: frame.SSE, Request: appendRatio, Fault: readFault, Answer: appendImages, Follow: judge,
	}

	// Single is Cloudflare's: one picture a call.
	Single = &core.Dialect{
		Name: "workers-ai-images", Framing: frame.SSE, Request: appendSingle, Fault: readFault, Answer: appendImages, Follow: judge,
	}
)
