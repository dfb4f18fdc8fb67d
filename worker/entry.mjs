// @ts-check
// The worker at the edge: JavaScript moves bytes and keeps time, the core in worker.wasm decides.
import { answer } from "./edge/call.mjs";

/** @type {ExportedHandler<Env>} */
export default { fetch: answer };
