// Catalog makes providers/catalog/models.tsv of published facts:
//
//	go run ./tests/catalog -litellm prices.json -genai prices.json -source "…" >providers/catalog/models.tsv
//
// LiteLLM's file says what models can do and what they cost; it forgets those that are retired. Pydantic's genai-prices
// remembers them, knows OpenRouter's, and says only prices and context lengths: it fills the gaps. The same input gives the
// same output, byte for byte. `./build.sh models` fetches both and runs this.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	litellm := flag.String("litellm", "", "LiteLLM's model_prices_and_context_window_backup.json")
	genai := flag.String("genai", "", "genai-prices' providers, as JSON")
	origin := flag.String("source", "", "what stands in the table's first line")
	flag.Parse()
	if err := run(*litellm, *genai, *origin); err != nil {
		fmt.Fprintln(os.Stderr, "catalog:", err)
		os.Exit(1)
	}
}

func run(litellm, genai, origin string) error {
	first, err := os.ReadFile(litellm)
	if err != nil {
		return err
	}
	second, err := os.ReadFile(genai)
	if err != nil {
		return err
	}
	text, err := table(first, second, origin)
	if err != nil {
		return err
	}
	_, err = os.Stdout.WriteString(text)
	return err
}
