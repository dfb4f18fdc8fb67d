// @ts-check
// Instances of the core: a warm one that takes the calls, and one of its own for each request to the control plane.

import "../../build/wasm_exec.js";
import wasm from "../../build/worker.wasm";
import { readAction } from "./memory.mjs";

/**
 * Starts a copy of worker.wasm, whose main runs until it serves before this returns. Only a request may do this:
 * workerd has no timers and no random numbers in global scope.
 * @param {object} context what the control plane sees: env, ctx, and the binding that it puts its handler into
 */
function start(context) {
  const go = new Go();
  const instance = new WebAssembly.Instance(wasm, { ...go.importObject, workers: { ready() {} } });
  globalThis.context = context;
  const over = go.run(instance);
  delete globalThis.context;
  return { exports: /** @type {Exports} */ (/** @type {unknown} */ (instance.exports)), over };
}

/** The core at work. */
class Instance {
  isDead = false;

  /** @param {number} maxBodyBytes 0 asks for the core's own limit */
  constructor(maxBodyBytes) {
    const { exports, over } = start({ binding: {} });
    this.exports = exports;
    this.maxBodyBytes = this.call("limit", maxBodyBytes);
    over.finally(() => this.#retire(true)).catch(() => {});
  }

  /** Calls an export. A trap is the end: nothing may be called any more. @param {Name} name @param {Parameter[]} parameters */
  call(name, ...parameters) {
    if (this.isDead) throw new Error("this instance of the core is dead");
    try {
      const numbers = parameters.flatMap((p) => (typeof p === "number" ? p : [this.#put(p), p.length]));
      return this.exports[name](...numbers) >>> 0;
    } catch (trap) {
      console.error(`the core trapped: ${trap}`);
      this.#retire(true);
      throw trap;
    }
  }

  /** Copies bytes into a buffer of the core's and gives its address. @param {Uint8Array} bytes */
  #put(bytes) {
    if (bytes.length === 0) return 0;
    const at = this.exports.alloc(bytes.length) >>> 0;
    new Uint8Array(this.exports.mem.buffer, at, bytes.length).set(bytes);
    return at;
  }

  /** The next action of a call, 0 for a stale handle. @param {number} handle */
  next(handle) {
    const at = this.call("next", handle);
    return at && readAction(this.exports.mem.buffer, at);
  }

  /** Frees a handle. An instance that is spent then takes no new calls; those that run go on. @param {number} handle */
  close(handle) {
    if (!this.isDead && this.call("close", handle, this.exports.mem.buffer.byteLength)) this.#retire();
  }

  #retire(isDead = false) {
    this.isDead ||= isDead;
    if (warm === this) warm = null;
  }
}

/** @type {Instance | null} */ let warm = null;

/** The instance that takes the next call. @param {Env} env */
export const current = (env) => (warm ??= new Instance(Number(env.MAX_BODY_BYTES) || 0));

/**
 * Has the control plane answer: net/http in Go, which syumai/workers serves on an instance per request.
 * @param {Request} request @param {Uint8Array | null} body of it, read @param {Env} env @param {ExecutionContext} ctx
 */
export async function delegate({ url, method, headers }, body, env, ctx) {
  const binding = /** @type {Binding} */ ({});
  start({ env, ctx, binding });
  return binding.handleRequest(new Request(url, { method, headers, body: body?.length ? body : null }));
}
