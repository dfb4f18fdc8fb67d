//go:build !js

package main

import (
	"fmt"
	"io"
	"os"

	"causeway/worker/control"
)

// Exit statuses of the commands that are no server.
const (
	exitOK       = 0
	exitProblems = 1 // the config cannot be served, or the log not replayed
	exitUsage    = 2
)

const checkUsage = `usage: causeway check FILE
Says everything that is wrong with a config, one problem a line; - reads standard input.
Exit status: 0 it can be served, 1 it cannot, 2 wrong usage.
`

// check is the command that reviews a config.
func check(args []string, in io.Reader, out, complaints io.Writer) int {
	if len(args) != 1 || args[0] == "-h" || args[0] == "--help" {
		fmt.Fprint(complaints, checkUsage)
		return exitUsage
	}
	text, err := readText(args[0], in)
	if err != nil {
		fmt.Fprintln(complaints, "causeway check:", err)
		return exitUsage
	}
	if !review(args[0], text, out) {
		return exitProblems
	}
	return exitOK
}

// review writes what is wrong with a config and reports whether it can be served.
func review(name, text string, out io.Writer) bool {
	servable := true
	for _, p := range control.Check(text) {
		kind, path := "warning", p.Path
		if p.Fatal {
			kind, servable = "error", false
		}
		if path == "" {
			path = "config"
		}
		fmt.Fprintf(out, "%s:%d:%d: %s: %s: %s\n", name, p.Line, p.Column, kind, path, p.Why)
	}
	return servable
}

// readText is a file's text, or what in gives for "-".
func readText(name string, in io.Reader) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(in)
		return string(text), err
	}
	text, err := os.ReadFile(name)
	return string(text), err
}
