# The floor under the same workerd, with the same outbound service as tests/edge/workerd.capnp.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "floor", worker = .floor),
    (name = "upstream", external = (address = "127.0.0.1:1", http = (style = host))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "floor")],
);

const floor :Workerd.Worker = (
  modules = [(name = "floor.mjs", esModule = embed "floor.mjs")],
  compatibilityDate = "2026-04-01",
  globalOutbound = "upstream",
);
