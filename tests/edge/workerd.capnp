# The worker under workerd alone, without wrangler: what tests and benchmarks of the edge run. tests/workerd starts it
# and says where it listens and where "upstream" is:
#
#   workerd serve tests/edge/workerd.capnp --socket-addr http=127.0.0.1:8790 --external-addr upstream=127.0.0.1:9000
#
# Every outbound request, whatever its host, arrives at "upstream" in plain HTTP: the host that was meant is in Host, the
# scheme in X-Forwarded-Proto. (As to a proxy, with style = proxy, workerd sends no Host at all, which servers refuse.)

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "causeway", worker = .causeway),
    (name = "upstream", external = (address = "127.0.0.1:1", http = (style = host, forwardedProtoHeader = "X-Forwarded-Proto"))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "causeway")],
);

const causeway :Workerd.Worker = (
  modules = [
    (name = "worker/entry.mjs", esModule = embed "../../worker/entry.mjs"),
    (name = "worker/edge/call.mjs", esModule = embed "../../worker/edge/call.mjs"),
    (name = "worker/edge/instance.mjs", esModule = embed "../../worker/edge/instance.mjs"),
    (name = "worker/edge/memory.mjs", esModule = embed "../../worker/edge/memory.mjs"),
    (name = "worker/edge/reply.mjs", esModule = embed "../../worker/edge/reply.mjs"),
    (name = "worker/edge/upstream.mjs", esModule = embed "../../worker/edge/upstream.mjs"),
    (name = "build/wasm_exec.js", esModule = embed "../../build/wasm_exec.js"),
    (name = "build/worker.wasm", wasm = embed "../../build/worker.wasm"),
  ],
  compatibilityDate = "2026-04-01",
  compatibilityFlags = ["enable_request_signal"],
  globalOutbound = "upstream",
  bindings = [
    (name = "LOG", fromEnvironment = "LOG"),
    # Workers AI as Cloudflare binds it, but for who answers.
    (name = "AI", wrapped = (moduleName = "cloudflare-internal:ai-api", innerBindings = [(name = "fetcher", service = "upstream")])),
  ],
);
