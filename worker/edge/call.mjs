// @ts-check
// The interpreter: it does what the core says until the core is done, and decides nothing.

import { current, delegate } from "./instance.mjs";
import { AWAIT, CANCEL, DELEGATE, DONE, FETCH, LOAD, READ, WAIT, WRITE, encodeHeader } from "./memory.mjs";
import { Reply } from "./reply.mjs";
import { Upstream } from "./upstream.mjs";

/** Answers one request. @param {Request} request @param {Env} env @param {ExecutionContext} ctx */
export async function answer(request, env, ctx) {
  try {
    const call = new Call(request, await readBody(request, current(env).maxBodyBytes), env, ctx);
    ctx.waitUntil(call.run()); // which goes on while the response's body is written
    return call.reply.response;
  } catch {
    return apology();
  }
}

/** What a client gets when nobody is left to ask for its dialect: abi.Apology. */
const apology = () => Response.json({ error: { message: "the gateway broke while it answered this call",
  type: "internal_error", param: null, code: "internal_error" } }, { status: 500 });

/** Reads a body; null when it exceeds limit, and no more than that is read. @param {Request} request @param {number} limit */
async function readBody(request, limit) {
  const length = request.headers.get("content-length");
  if (length !== null) return Number(length) > limit ? null : new Uint8Array(await request.arrayBuffer());
  const chunks = [];
  for await (const chunk of request.body ?? []) {
    if ((limit -= chunk.length) < 0) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

class Call {
  reply = new Reply();
  /** @type {Map<number, Upstream>} */ #upstreams = new Map();
  /** @type {Map<number, Promise<Input>>} */ #later = new Map(); // what is heard of requests that nobody waits for yet
  #isOver = false;

  /** @param {Request} request @param {?Uint8Array} body null: too large @param {Env} env @param {ExecutionContext} ctx */
  constructor(request, body, env, ctx) {
    this.env = env;
    this.core = current(env);
    this.delegate = () => delegate(request, body, env, ctx);
    const { pathname, search } = new URL(request.url);
    const text = this.core.put(`${request.method}\n${pathname}\n${search.slice(1)}\n${encodeHeader(request.headers)}`);
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    this.handle = this.core.call("open", Date.now(), high, low, ...text, ...this.core.put(body ?? ""), body ? 0 : 1);
    request.signal.addEventListener("abort", () => this.#close());
  }

  /** Runs the call to its end. It never rejects: whoever is still there is told. */
  async run() {
    try {
      while (await this.#step());
    } catch {
      this.reply.isBegun ? await this.reply.end(true).catch(() => {}) : this.reply.give(apology());
    } finally {
      this.#close();
    }
  }

  /** Frees what is held for the call: in the core, and upstream. The client may have left in the middle. */
  #close() {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const upstream of this.#upstreams.values()) upstream.cancel();
    this.core.close(this.handle);
  }

  /** Does the next action. False: the call is over. */
  async #step() {
    const action = !this.#isOver && this.core.next(this.handle);
    if (!action) throw new Error("the client has left");
    switch (action.kind) {
      case WRITE:
        await this.reply.write(action);
        return true;
      case CANCEL:
        this.#upstreams.get(action.id)?.cancel();
        this.#upstreams.delete(action.id);
        this.#later.delete(action.id);
        return true;
      case DELEGATE:
        this.reply.give(await this.delegate());
        return false;
      case DONE:
        if (this.env.LOG) console.log(action.report);
        await this.reply.end(action.isBroken);
        return false;
    }
    await this.reply.flush();
    if (action.isLater) this.#later.set(action.id, this.#ask(action));
    else this.core.feed(this.handle, await this.#ask(action));
    return true;
  }

  /** Does an action that asks for an input. @param {Action} action @returns {Promise<Input>} */
  async #ask(action) {
    if (action.kind === LOAD) {
      const values = action.keys.map(async (key) => (await this.env.STORE?.get(key)) ?? null);
      return ["loaded", [], JSON.stringify(await Promise.all(values))];
    }
    if (action.kind === WAIT || action.kind === AWAIT) return this.#first(action);
    if (action.kind === FETCH) this.#upstreams.set(action.id, new Upstream());
    const upstream = /** @type {Upstream} */ (this.#upstreams.get(action.id));
    try {
      return await this.#hear(upstream, action);
    } catch (error) {
      if (this.reply.isLost) throw error;
      return ["fail", [action.id, upstream.why(error)]];
    }
  }

  /** Waits for what an upstream has to say. @param {Upstream} upstream @param {Action} action @returns {Promise<Input>} */
  async #hear(upstream, action) {
    if (action.kind === FETCH) {
      const { status, headers } = await upstream.fetch(action, this.env.AI);
      return ["head", [action.id, status], encodeHeader(headers)];
    }
    if (action.kind === READ) {
      const chunk = await upstream.read(action.withinMs);
      return chunk ? ["body", [action.id], chunk] : ["end", [action.id]];
    }
    upstream.endWithin(action.ms);
    await this.reply.pipe(upstream);
    this.#upstreams.delete(action.id); // its body may be the client's by now
    return ["end", [action.id]];
  }

  /** What is heard first of the requests that nobody waits for, or a tick. @param {Action} action */
  async #first({ kind, ms }) {
    const tick = new Promise((resolve) => (ms || kind === WAIT) && setTimeout(resolve, ms, ["tick", []]));
    const input = await Promise.race([...this.#later.values(), tick]);
    this.#later.delete(input[1][0]);
    return input;
  }
}
