// @ts-check
// Instances of the core: a warm one that takes the calls, and one of its own for each request to the control plane.

import "../../build/wasm_exec.js";
import wasm from "../../build/worker.wasm";
import { Action } from "./memory.mjs";

/** @typedef {import("./memory.mjs").Exports} Exports */

/**
 * Starts a copy of worker.wasm, whose main runs until it serves before this returns. Only a request may do this:
 * workerd has no timers and no random numbers in global scope.
 * @param {object} context what the control plane sees: env, ctx, and the binding that it puts its handler into
 */
function start(context) {
  const go = new Go();
  const instance = new WebAssembly.Instance(wasm, { ...go.importObject, workers: { ready() {} } });
  const scope = /** @type {{context?: object}} */ (globalThis);
  scope.context = context;
  const over = go.run(instance);
  delete scope.context;
  return { exports: /** @type {Exports} */ (/** @type {unknown} */ (instance.exports)), over };
}

/** The core at work. Every export is called through enter. */
export class Instance {
  isDead = false;

  /** @param {number} maxBodyBytes 0 asks for the core's own limit */
  constructor(maxBodyBytes) {
    const { exports, over } = start({ binding: {} });
    this.exports = exports;
    this.maxBodyBytes = exports.limit(maxBodyBytes);
    over.then(() => this.#die(), () => this.#die());
  }

  /**
   * Runs step, which calls exports. A trap kills the instance: nothing of it may be called any more.
   * @template T
   * @param {(exports: Exports) => T} step
   */
  enter(step) {
    if (this.isDead) throw new Error("this instance of the core is dead");
    try {
      return step(this.exports);
    } catch (trap) {
      console.error(`the core trapped: ${trap}`);
      this.#die();
      throw trap;
    }
  }

  /**
   * Copies bytes into a buffer of the core's and gives its address.
   * @param {Uint8Array} bytes
   */
  put(bytes) {
    if (bytes.length === 0) return 0;
    const at = this.exports.alloc(bytes.length) >>> 0;
    new Uint8Array(this.exports.mem.buffer, at, bytes.length).set(bytes);
    return at;
  }

  /** The next action of a call, null for a stale handle. @param {number} handle */
  next(handle) {
    const at = this.enter((core) => core.next(handle)) >>> 0;
    return at === 0 ? null : new Action(this.exports.mem.buffer, at);
  }

  /** Frees a handle. @param {number} handle */
  close(handle) {
    if (!this.isDead && this.enter((core) => core.close(handle, core.mem.buffer.byteLength))) this.#retire();
  }

  /** Takes no new calls; those that run go on. */
  #retire() {
    if (warm === this) warm = null;
  }

  #die() {
    this.isDead = true;
    this.#retire();
  }
}

/** @type {Instance | null} */
let warm = null;

/** The instance that takes the next call. @param {{MAX_BODY_BYTES?: string}} env */
export const current = (env) => (warm ??= new Instance(Number(env.MAX_BODY_BYTES) || 0));

/**
 * Has the control plane answer: net/http in Go, which syumai/workers serves on an instance per request.
 * @param {Request} request @param {Uint8Array | null} body of the request, which has been read
 * @param {object} env @param {ExecutionContext} ctx
 */
export async function delegate(request, body, env, ctx) {
  /** @type {{handleRequest?: (request: Request) => Promise<Response>}} */
  const binding = {};
  start({ env, ctx, binding });
  if (!binding.handleRequest) throw new Error("the control plane did not start");
  const { method, headers } = request;
  return binding.handleRequest(new Request(request.url, { method, headers, body: body?.length ? body : null }));
}

/** What a client gets when an instance is lost and nobody is left to ask for its dialect: abi.Apology. */
export const apology = () =>
  new Response(
    '{"error":{"message":"the gateway broke while it answered this call","type":"internal_error","param":null,"code":"internal_error"}}',
    { status: 500, headers: { "content-type": "application/json" } },
  );
