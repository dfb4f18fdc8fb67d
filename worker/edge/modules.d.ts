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
