package config

// kind says how the value of a field is read.
type kind uint8

const (
	anOption  kind = iota // anything, into Node.Options
	aString               // plain text, into the field's place
	anObject              // raw JSON, into the field's place
	aList                 // raw JSON, into the field's place
	theWeight             // these have readers of their own
	theTimeout
	theRetry
	theCache
	theStrict
	theHost
	theForward
	theStrategy
	theTargets
	misplaced // known elsewhere, without effect here
	legacy    // how configs named their targets once
)

// field is one member that a config object may have.
type field struct {
	name string
	kind kind
	into func(*Node) *string // where aString, anObject and aList put their value
}

// fields are the members of a config object, sorted by name. Which of the options a vendor reads is the vendor's row's
// affair; here they are spellings. Source: portkey.ai/docs/api-reference/inference-api/config-object and src/types/requestBody.ts
// of Portkey's gateway (read 2026-11-21), and the headers that it reads, less their prefix.
var fields = [...]field{
	{name: "ad_auth"},
	{"after_request_hooks", aList, func(n *Node) *string { return &n.Hooks.After }},
	{name: "amz_server_side_encryption"},
	{name: "amz_server_side_encryption_aws_kms_key_id"},
	{name: "amzn_sagemaker_custom_attributes"},
	{name: "amzn_sagemaker_enable_explanations"},
	{name: "amzn_sagemaker_inference_component"},
	{name: "amzn_sagemaker_inference_id"},
	{name: "amzn_sagemaker_model_name"},
	{name: "amzn_sagemaker_session_id"},
	{name: "amzn_sagemaker_target_container_hostname"},
	{name: "amzn_sagemaker_target_model"},
	{name: "amzn_sagemaker_target_variant"},
	{name: "anthropic_beta"},
	{name: "anthropic_version"},
	{"api_key", aString, func(n *Node) *string { return &n.APIKey }},
	{name: "api_version"},
	{name: "aws_access_key_id"},
	{name: "aws_auth_type"},
	{name: "aws_bedrock_model"},
	{name: "aws_external_id"},
	{name: "aws_region"},
	{name: "aws_role_arn"},
	{name: "aws_s3_bucket"},
	{name: "aws_s3_object_key"},
	{name: "aws_secret_access_key"},
	{name: "aws_server_side_encryption"},
	{name: "aws_server_side_encryption_kms_key_id"},
	{name: "aws_service"},
	{name: "aws_session_token"},
	{name: "azure_ad_token"},
	{name: "azure_api_version"},
	{name: "azure_auth_mode"},
	{name: "azure_deployment_id"},
	{name: "azure_deployment_name"},
	{name: "azure_deployment_type"},
	{name: "azure_endpoint_name"},
	{name: "azure_entra_client_id"},
	{name: "azure_entra_client_secret"},
	{name: "azure_entra_scope"},
	{name: "azure_entra_tenant_id"},
	{name: "azure_extra_parameters"},
	{name: "azure_extra_params"},
	{name: "azure_foundry_url"},
	{name: "azure_managed_client_id"},
	{name: "azure_model_name"},
	{name: "azure_region"},
	{name: "azure_resource_name"},
	{name: "azure_workload_client_id"},
	{"before_request_hooks", aList, func(n *Node) *string { return &n.Hooks.Before }},
	{name: "cache", kind: theCache},
	{"cb_config", anObject, func(n *Node) *string { return &n.Breaker }},
	{name: "custom_host", kind: theHost},
	{name: "default_input_guardrails"},
	{name: "default_output_guardrails"},
	{"default_params", anObject, func(n *Node) *string { return &n.Defaults }},
	{name: "deployment_id"},
	{name: "deployments"},
	{"drop_params", aList, func(n *Node) *string { return &n.Drop }},
	{name: "file_purpose"},
	{name: "file_upload_size"},
	{name: "filename"},
	{name: "fireworks_account_id"},
	{name: "fireworks_file_length"},
	{name: "forward_headers", kind: theForward},
	{name: "foundation_model"},
	{name: "huggingface_base_url"},
	{name: "id"},
	{"input_guardrails", aList, func(n *Node) *string { return &n.Hooks.InputGuardrails }},
	{"input_mutators", aList, func(n *Node) *string { return &n.Hooks.InputMutators }},
	{name: "is_open"},
	{name: "metadata"},
	{name: "mistral_fim_completion"},
	{name: "model_pricing_config"},
	{name: "model_type"},
	{"name", aString, func(n *Node) *string { return &n.Name }},
	{name: "on_status_codes", kind: misplaced},
	{name: "openai_beta"},
	{name: "openai_organization"},
	{name: "openai_project"},
	{name: "options", kind: legacy},
	{name: "oracle_api_version"},
	{name: "oracle_compartment_id"},
	{name: "oracle_fingerprint"},
	{name: "oracle_key_passphrase"},
	{name: "oracle_private_key"},
	{name: "oracle_region"},
	{name: "oracle_serving_mode"},
	{name: "oracle_tenancy"},
	{name: "oracle_user"},
	{"output_guardrails", aList, func(n *Node) *string { return &n.Hooks.OutputGuardrails }},
	{"output_mutators", aList, func(n *Node) *string { return &n.Hooks.OutputMutators }},
	{"override_params", anObject, func(n *Node) *string { return &n.Override }},
	{name: "passthrough"},
	{name: "prompt_id"},
	{"provider", aString, func(n *Node) *string { return &n.Provider }},
	{name: "provider_batch_endpoint"},
	{name: "provider_file_name"},
	{name: "provider_model"},
	{name: "request_timeout", kind: theTimeout},
	{name: "resource_name"},
	{name: "retry", kind: theRetry},
	{name: "snowflake_account"},
	{name: "stability_client_id"},
	{name: "stability_client_user_id"},
	{name: "stability_client_version"},
	{name: "strategy", kind: theStrategy},
	{name: "strict_open_ai_compliance", kind: theStrict},
	{name: "targets", kind: theTargets},
	{name: "transform_to_form_data"},
	{name: "url_to_fetch"},
	{name: "vertex_batch_endpoint"},
	{name: "vertex_model_name"},
	{name: "vertex_project_id"},
	{name: "vertex_region"},
	{name: "vertex_service_account_json"},
	{name: "vertex_storage_bucket_name"},
	{"virtual_key", aString, func(n *Node) *string { return &n.VirtualKey }},
	{name: "weight", kind: theWeight},
	{name: "workers_ai_account_id"},
}

// lookup returns the field called name (snake_case), nil when there is none.
func lookup(name string) *field {
	low, high := 0, len(fields)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if fields[middle].name < name {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(fields) && fields[low].name == name {
		return &fields[low]
	}
	return nil
}

// snake returns a key in snake_case: "requestTimeout" → "request_timeout", "awsKMSKeyId" → "aws_kms_key_id".
func snake(key string) string {
	i := 0
	for i < len(key) && !isUpper(key[i]) {
		i++
	}
	if i == len(key) {
		return key
	}
	dst := append(make([]byte, 0, len(key)+8), key[:i]...)
	for ; i < len(key); i++ {
		if !isUpper(key[i]) {
			dst = append(dst, key[i])
			continue
		}
		starts := i > 0 && key[i-1] != '_' && (!isUpper(key[i-1]) || i+1 < len(key) && isLower(key[i+1]))
		if starts {
			dst = append(dst, '_')
		}
		dst = append(dst, key[i]|0x20)
	}
	return string(dst)
}

func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }
func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
