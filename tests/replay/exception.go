package replay

// Exceptions are recordings that fail for a reason.
var Exceptions = [...]Exception{}
