#!/bin/sh
# Everything that is built, checked and run here. `./build.sh help` lists the verbs; no verb is the whole pre-flight.
set -eu
cd "$(dirname "$0")"

help() { #                 this list
	sed -n 's/^\([a-z]*\)() { # *\(.*\)$/\1|\2/p' build.sh | while IFS='|' read -r verb words; do
		printf '  %-10s %s\n' "$verb" "$words"
	done
}

preflight() { #            format, vet, lint, types, tests, benchmarks, a clean tree: what must hold before a commit
	unformatted=$(gofmt -l core providers wasm worker tests)
	[ -z "$unformatted" ] || { echo "not formatted: $unformatted" >&2; exit 1; }
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./worker
	GOOS=wasip1 GOARCH=wasm go vet ./wasm/...
	go tool staticcheck ./...
	types
	test
	go test -run '^$' -bench . -benchtime 1x ./... >/dev/null
	[ -z "$(git status --porcelain)" ] || { echo "the tree is not clean:" >&2; git status --short >&2; exit 1; }
}

run() { #                  the gateway natively, on HOST and PORT (127.0.0.1:8787); --engine wasm runs the core in wazero
	case " $* " in *" wasm "* | *"=wasm "*) [ -f build/core.wasm ] || worker ;; esac
	go run ./worker "$@"
}

test() { #                 all tests, on the three hosts; arguments go to go test
	tools
	go test "${@:-./...}"
}

worker() { #               build/worker.wasm for the edge and build/core.wasm for wazero, with their sizes
	mkdir -p build
	cp "$(go env GOROOT)/lib/wasm/wasm_exec.js" build/wasm_exec.js
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags='-s -w -buildid=' $compact -o build/worker.wasm ./worker
	GOOS=wasip1 GOARCH=wasm go build -trimpath -buildvcs=false -ldflags='-s -w -buildid=' -buildmode=c-shared -o build/core.wasm ./wasm
	raw=$(wc -c <build/worker.wasm)
	packed=$(gzip -9 -c build/worker.wasm | wc -c)
	echo "worker.wasm  $raw bytes, $packed gzip (at most $max_gzip)"
	echo "core.wasm    sha256 $(sha256sum build/core.wasm | cut -d' ' -f1)"
	[ "$packed" -le "$max_gzip" ]
}

# What is many small rules and no inner loop is not inlined at the edge: 4 % off the gzip, and a text delta takes as long.
compact='-gcflags=causeway/providers/...=-l -gcflags=causeway/core/picture=-l -gcflags=causeway/core/vector=-l -gcflags=causeway/core/sign=-l -gcflags=causeway/core/date=-l -gcflags=causeway/core/config=-l -gcflags=causeway/worker/control=-l'

# A free Cloudflare account takes 3 MB gzip; the JavaScript around it needs little, growth needs some.
max_gzip=2800000

types() { #                check the types in the worker's JavaScript
	tools
	node_modules/.bin/tsc -p worker/tsconfig.json
}

tools() { #                node_modules as package-lock.json pins it
	[ -d node_modules ] || npm ci --no-audit --no-fund
}

dev() { #                  the worker in wrangler's local runtime, on PORT (8788)
	tools
	WRANGLER_SEND_METRICS=false exec node_modules/.bin/wrangler dev --local --ip 127.0.0.1 --port "${PORT:-8788}" "$@"
}

deploy() { #               the worker to your Cloudflare account
	tools
	exec node_modules/.bin/wrangler deploy "$@"
}

bench() { #                the CPU of a request beside a floor: the README's table; arguments go to tests/bench
	tools
	worker >/dev/null
	go build -o build/causeway ./worker
	go run ./tests/bench "$@"
}

fuzz() { #                 every fuzz target for some seconds each (10)
	seconds=${1:-10}
	go list ./... | while read -r package; do
		for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
			# Once more after a failure: Go's fuzzer sometimes ends with "context deadline exceeded" when its time is over,
			# and what it really found fails again, from testdata.
			for again in yes no; do
				go test -run '^$' -fuzz "^$target\$" -fuzztime "${seconds}s" "$package" && break
				[ $again = yes ] || exit 1
			done
		done
	done
}

models() { #               providers/catalog/models.tsv anew, from what PyPI has today; read the diff before you commit it
	dir=$(mktemp -d)
	pip download -q --no-deps -d "$dir" litellm
	pip install -q --target "$dir/genai" genai-prices
	python3 -m zipfile -e "$dir"/litellm-*.whl "$dir/litellm"
	PYTHONPATH="$dir/genai" python3 tests/catalog/genai.py >"$dir/genai.json"
	version() { basename "$1" | sed 's/^[a-z_]*-\([0-9.]*[0-9]\).*/\1/'; }
	origin="LiteLLM $(version "$dir"/litellm-*.whl) and genai-prices $(version "$dir"/genai/genai_prices-*.dist-info), both MIT"
	go run ./tests/catalog -litellm "$dir/litellm/litellm/model_prices_and_context_window_backup.json" \
		-genai "$dir/genai.json" -source "$origin, read $(date -u +%F)" >"$dir/models.tsv"
	mv "$dir/models.tsv" providers/catalog/models.tsv
	rm -r "$dir"
}

golden() { #               write the expected outputs anew; read the diff before you commit it
	go test ./tests -run TestConversationsHoldOnTheNativeCore -update "$@"
}

verb=${1:-preflight}
[ $# -eq 0 ] || shift
case $verb in
help | preflight | run | test | worker | types | tools | dev | deploy | bench | fuzz | models | golden) "$verb" "$@" ;;
*) help >&2; exit 2 ;;
esac
