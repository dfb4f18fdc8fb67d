package replay

// Exceptions are recordings that fail for a reason.
var Exceptions = [...]Exception{
	{"azure-responses/responses-reasoning_output-a18c72.json", "a chat completion, filed as an answer of Responses; of what was asked nothing was recorded"},
}
