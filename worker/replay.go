//go:build !js

package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"causeway/core/config"
	"causeway/providers"
)

const replayUsage = `usage: causeway replay --config FILE LOG
Decides the calls in a log (what the server prints with --log) anew with another config, calling nobody, and says what
would have been different; - reads the log from standard input. A provider is taken to answer as it did in the log, and
with 200 where the log has nothing of it (200?).
Exit status: 0 done, 1 the config or the log cannot be used, 2 wrong usage.
`

// replay is the command that holds a log against another config.
func replay(args []string, in io.Reader, out, complaints io.Writer) int {
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("config", "", "")
	if flags.Parse(args) != nil || *file == "" || flags.NArg() != 1 {
		fmt.Fprint(complaints, replayUsage)
		return exitUsage
	}
	if err := replayFile(*file, flags.Arg(0), in, out, complaints); err != nil {
		fmt.Fprintln(complaints, "causeway replay:", err)
		return exitProblems
	}
	return exitOK
}

func replayFile(file, name string, in io.Reader, out, complaints io.Writer) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !review(file, string(text), complaints) {
		return fmt.Errorf("%s cannot be served", file)
	}
	node, _ := config.Parse(string(text))
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	r := replayer{gateway: providers.Gateway(), node: node, name: name, out: out}
	if err := r.run(in); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
