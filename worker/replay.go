//go:build !js

package main

import "io"

func replay(args []string, in io.Reader, out, complaints io.Writer) int { return 2 }
