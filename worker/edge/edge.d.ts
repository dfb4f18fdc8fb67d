// The types that the scripts of this folder share.

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "*/wasm_exec.js" {}

/** Go's own glue, from the toolchain that built worker.wasm. */
declare class Go {
  importObject: WebAssembly.Imports;
  /** Resolves when the program ends, which a serving one does only by breaking. */
  run(instance: WebAssembly.Instance): Promise<void>;
}

interface Env {
  /** What the core loads. */
  STORE?: KVNamespace;
  /** Workers AI, where it is bound. */
  AI?: { run(model: string, inputs: unknown, options: AiOptions & { returnRawResponse: true }): Promise<Response> };
  /** Not empty: reports go to the console. */
  LOG?: string;
  MAX_BODY_BYTES?: string;
}

/** What the control plane's main finds when it starts, and where syumai/workers puts its handler. */
declare var context: object | undefined;

interface Binding {
  handleRequest(request: Request): Promise<Response>;
}

type Upstream = import("./upstream.mjs").Upstream;

/** What the core asks for. */
type Action = ReturnType<typeof import("./memory.mjs").readAction>;

/** An export that causeway/wasm/abi lists. */
type Name = "limit" | "alloc" | "open" | "next" | "loaded" | "head" | "body" | "end" | "fail" | "tick" | "close";

type Exports = { mem: WebAssembly.Memory } & Record<Name, (...numbers: number[]) => number>;

/** The address and size of what was put into a buffer of the core's. */
type Buffer = [at: number, size: number];

/** An input: the export's name, its parameters after the handle and the time, and the data that is the last of them. */
type Input = [name: Name, numbers: number[], data?: Uint8Array | string];
