// @ts-check
// The interpreter: it does what the core says until the core is done, and decides nothing.

import { apology, current, delegate } from "./instance.mjs";
import { CANCEL, DELEGATE, DONE, FETCH, LOAD, PIPE, READ, WRITE, encodeHeader, encodeValues } from "./memory.mjs";
import { Reply } from "./reply.mjs";
import { Upstream } from "./upstream.mjs";

/**
 * @typedef {object} Env
 * @property {KVNamespace} [STORE] what the core loads
 * @property {string} [LOG] not empty: reports go to the console
 * @property {string} [MAX_BODY_BYTES]
 * @typedef {import("./memory.mjs").Action} Action
 */

/**
 * Answers one request. Its response is there when its head is; the call goes on while the body is written.
 * @param {Request} request @param {Env} env @param {ExecutionContext} ctx
 */
export async function answer(request, env, ctx) {
  try {
    const body = await readBody(request, current(env).maxBodyBytes);
    const call = new Call(request, body, env, ctx);
    ctx.waitUntil(call.run());
    return call.reply.response;
  } catch {
    return apology();
  }
}

/**
 * Reads a request's body; null when it is larger than limit, of which no more than that is read.
 * @param {Request} request @param {number} limit in bytes
 */
async function readBody(request, limit) {
  if (!request.body) return new Uint8Array(0);
  const length = request.headers.get("content-length");
  if (length !== null) return Number(length) > limit ? null : new Uint8Array(await request.arrayBuffer());
  const chunks = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

class Call {
  reply = new Reply();
  /** @type {Map<number, Upstream>} */
  #upstreams = new Map();
  #handle = -1;

  /** @param {Request} request @param {Uint8Array | null} body null: too large @param {Env} env @param {ExecutionContext} ctx */
  constructor(request, body, env, ctx) {
    this.request = request;
    this.body = body;
    this.env = env;
    this.ctx = ctx;
    this.core = current(env);
    request.signal.addEventListener("abort", () => this.#close());
  }

  /** Runs the call to its end. It never rejects: whoever is still there is told. */
  async run() {
    try {
      this.#open();
      while (await this.#step());
    } catch {
      if (this.reply.isBegun) await this.reply.end(true).catch(() => {});
      else this.reply.give(apology());
    } finally {
      this.#close();
    }
  }

  #open() {
    const { method, url, headers } = this.request;
    const { pathname, search } = new URL(url);
    const text = encodeHeader(headers, `${method}\n${pathname}\n${search.slice(1)}\n`);
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    const body = this.body ?? new Uint8Array(0);
    this.#handle = this.core.enter((core) =>
      core.open(Date.now(), high, low, this.core.put(text), text.length, this.core.put(body), body.length, this.body ? 0 : 1));
  }

  /** Frees what is held for the call: in the core, and upstream. The client may have left in the middle. */
  #close() {
    if (this.#handle < 0) return;
    this.core.close(this.#handle);
    this.#handle = -1;
    for (const upstream of this.#upstreams.values()) upstream.cancel();
  }

  /** Does the next action. False: the call is over. */
  async #step() {
    const action = this.core.next(this.#handle);
    if (!action) throw new Error("the client has left");
    switch (action.kind) {
      case WRITE: {
        if (action.status) this.reply.head(action.status, action.header());
        const bytes = action.body();
        if (bytes) await this.reply.write(bytes);
        return true;
      }
      case CANCEL:
        this.#upstreams.get(action.id)?.cancel();
        this.#upstreams.delete(action.id);
        return true;
      case DELEGATE:
        this.reply.give(await delegate(this.request, this.body, this.env, this.ctx));
        return false;
      case DONE:
        if (this.env.LOG) console.log(action.report());
        await this.reply.end(action.isBroken);
        return false;
    }
    await this.#ask(action);
    return true;
  }

  /**
   * Does an action that asks for an input, and feeds it. What it needs of the action is copied before anything waits.
   * @param {Action} action
   */
  async #ask(action) {
    const { kind, id, ms, withinMs, isLast } = action;
    const keys = kind === LOAD ? action.keys() : [];
    const sent = kind === FETCH ? action.request() : null;
    await this.reply.flush();
    if (sent) return this.#fetch(id, sent, withinMs);
    if (kind === READ) return this.#read(id, withinMs);
    if (kind === PIPE) return this.#pipe(id, withinMs, isLast);
    if (kind === LOAD) return this.#load(keys);
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.#feed((core, now) => core.tick(this.#handle, now));
  }

  /** @param {number} id @param {import("./memory.mjs").Sent} sent @param {number} withinMs */
  async #fetch(id, sent, withinMs) {
    const upstream = new Upstream();
    this.#upstreams.set(id, upstream);
    let reply;
    try {
      reply = await upstream.fetch(sent, withinMs);
    } catch (error) {
      return this.#fail(id, upstream, error);
    }
    const { status, headers } = reply;
    const header = encodeHeader(headers);
    this.#feed((core, now) => core.head(this.#handle, now, id, status, this.core.put(header), header.length));
  }

  /** @param {number} id @param {number} withinMs */
  async #read(id, withinMs) {
    const upstream = this.#upstream(id);
    let chunk;
    try {
      chunk = await upstream.read(withinMs);
    } catch (error) {
      return this.#fail(id, upstream, error);
    }
    if (!chunk) return this.#end(id);
    const bytes = chunk;
    this.#feed((core, now) => core.body(this.#handle, now, id, this.core.put(bytes), bytes.length));
  }

  /** @param {number} id @param {number} withinMs @param {boolean} isLast */
  async #pipe(id, withinMs, isLast) {
    const upstream = this.#upstream(id);
    try {
      await this.reply.pipe(upstream, withinMs, isLast);
    } catch (error) {
      if (this.reply.isLost) throw error;
      return this.#fail(id, upstream, error);
    }
    this.#end(id);
  }

  /** @param {string[]} keys */
  async #load(keys) {
    const values = encodeValues(await Promise.all(keys.map(async (key) => (await this.env.STORE?.get(key)) ?? null)));
    this.#feed((core, now) => core.loaded(this.#handle, now, this.core.put(values), values.length));
  }

  /** @param {number} id */
  #end(id) {
    this.#upstreams.delete(id);
    this.#feed((core, now) => core.end(this.#handle, now, id));
  }

  /** @param {number} id @param {Upstream} upstream @param {unknown} error */
  #fail(id, upstream, error) {
    this.#upstreams.delete(id);
    const why = upstream.why(error);
    this.#feed((core, now) => core.fail(this.#handle, now, id, why));
  }

  /** @param {(core: import("./memory.mjs").Exports, now: number) => void} input */
  #feed(input) {
    this.core.enter((core) => input(core, Date.now()));
  }

  /** @param {number} id */
  #upstream(id) {
    const upstream = this.#upstreams.get(id);
    if (!upstream) throw new Error(`request ${id} is not running`);
    return upstream;
  }
}
