// Package sign proves who sends a request, where a key in a header does not do: it turns a secret and a text into a
// signature. It has no clock and no dice, so that the same input gives the same signature, and no error of its repeats a
// secret.
package sign
