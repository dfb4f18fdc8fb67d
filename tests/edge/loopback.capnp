# The worker of workerd.capnp with a network of its own: outbound requests go where their URLs say, if that is on this
# machine. With one address for every upstream, a connection could not be refused by one and accepted by another.

using Workerd = import "/workerd/workerd.capnp";
using Edge = import "workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "causeway", worker = Edge.causeway),
    (name = "upstream", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "causeway")],
);
