// @ts-check
// Instances of the core: a warm one that takes the calls, and one of its own for each request to the control plane.

import "../../build/wasm_exec.js";
import wasm from "../../build/worker.wasm";
import { readAction } from "./memory.mjs";

const encoder = new TextEncoder();

// Only a request may start an instance: workerd has no timers and no random numbers in global scope.
/** Starts a copy of worker.wasm, whose main serves when this returns. @param {object} context what the control plane sees */
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
  #view = new Uint8Array(0);

  /** @param {number} maxBodyBytes 0 asks for the core's own limit */
  constructor(maxBodyBytes) {
    const { exports, over } = start({ binding: {} });
    this.exports = exports;
    this.maxBodyBytes = this.call("limit", maxBodyBytes);
    over.finally(() => this.#retire(true)).catch(() => {});
  }

  /** All its memory, in a view that is detached when it grows. */
  get #memory() { return this.#view.length ? this.#view : (this.#view = new Uint8Array(this.exports.mem.buffer)); }

  /** Calls an export. A trap is the end: nothing may be called any more. @param {Name} name @param {number[]} numbers */
  call(name, ...numbers) {
    if (this.isDead) throw new Error("this instance of the core is dead");
    try {
      return this.exports[name](...numbers) >>> 0;
    } catch (trap) {
      console.error(`the core trapped: ${trap}`);
      this.#retire(true);
      throw trap;
    }
  }

  /** Copies bytes, or a text, into a buffer of the core's. @param {Uint8Array | string} data @returns {Buffer} */
  put(data) {
    const bytes = typeof data === "string" ? encoder.encode(data) : data;
    const at = bytes.length && this.call("alloc", bytes.length);
    this.#memory.set(bytes, at);
    return [at, bytes.length];
  }

  /** Gives a call an input; its data, at once, for a buffer is lost when others are asked for. @param {number} handle @param {Input} input */
  feed(handle, [name, numbers, data]) {
    this.call(name, handle, Date.now(), ...numbers, ...(data === undefined ? [] : this.put(data)));
  }

  /** The next action of a call, 0 for a stale handle. @param {number} handle */
  next(handle) {
    const at = this.call("next", handle);
    return at && readAction(this.#memory, at);
  }

  /** Frees a handle. An instance that is spent then takes no new calls; those that run go on. @param {number} handle */
  close(handle) {
    if (!this.isDead && this.call("close", handle, this.#memory.length)) this.#retire();
  }

  #retire(isDead = false) {
    this.isDead ||= isDead;
    if (warm === this) warm = null;
  }
}

/** @type {Instance | null} */ let warm = null;

/** The instance that takes the next call. @param {Env} env */
export const current = (env) => (warm ??= new Instance(Number(env.MAX_BODY_BYTES) || 0));

// syumai/workers, which serves the control plane's net/http, wants an instance for each request.
/** @param {Request} request @param {Uint8Array | null} body of it, read @param {Env} env @param {ExecutionContext} ctx */
export async function delegate({ url, method, headers }, body, env, ctx) {
  const binding = /** @type {Binding} */ ({});
  start({ env, ctx, binding });
  return binding.handleRequest(new Request(url, { method, headers, body: body?.length ? body : null }));
}
