// @ts-check
// What the client gets: held back while it may still become one whole Response, a stream from then on.

const BODILESS = [101, 204, 205, 304];

export class Reply {
  /** @type {(response: Response) => void} */
  give = () => {};
  /** @type {Promise<Response>} whose body may still be on its way */
  response = new Promise((resolve) => (this.give = resolve));
  isBegun = false;
  /** The client is gone. */
  isLost = false;
  #status = 0;
  /** @type {Headers | undefined} */
  #header;
  /** @type {Uint8Array | null} */
  #held = null;
  /** @type {WritableStream<Uint8Array> | undefined} */
  #stream;
  /** @type {WritableStreamDefaultWriter<Uint8Array> | undefined} */
  #writer;

  /** @param {number} status @param {Headers} header */
  head(status, header) {
    this.#status = status;
    this.#header = header;
  }

  /** Holds the first bytes back until flush; later ones wait until the client takes them. @param {Uint8Array} bytes */
  async write(bytes) {
    await this.flush();
    if (this.#writer) return this.#send(bytes);
    this.#held = bytes;
  }

  /** Shows the client what it was given, before anything that takes time. A head alone travels with what follows it. */
  async flush() {
    if (!this.#held) return;
    const held = this.#held;
    this.#held = null;
    this.#open();
    await this.#send(held);
  }

  /**
   * Joins the rest of an upstream's body to the client. The last part, without a bound, stays in the runtime and no
   * JavaScript sees its bytes. Otherwise each chunk passes here, at three times the cost: workerd has no way to go on
   * with a stream whose pipeTo failed, whatever preventAbort says, and none to see that a pipe is silent.
   * @param {import("./upstream.mjs").Upstream} upstream @param {number} withinMs @param {boolean} isLast
   */
  async pipe(upstream, withinMs, isLast) {
    if (isLast && !withinMs && !this.#writer) return this.#respond(upstream.remainder());
    const writer = this.#open();
    if (isLast && !withinMs) {
      writer.releaseLock();
      this.#writer = undefined;
      return upstream.remainder()?.pipeTo(/** @type {WritableStream<Uint8Array>} */ (this.#stream), { preventClose: true });
    }
    for (let chunk; (chunk = await upstream.read(withinMs)); ) await this.#send(chunk);
  }

  /** Ends the reply; one that is not whole breaks the connection. @param {boolean} isBroken */
  async end(isBroken) {
    if (isBroken) return this.#open().abort(new Error("the reply is not whole"));
    if (this.#stream) return this.#open().close();
    if (!this.isBegun) this.#respond(this.#held);
  }

  /** The stream's writer. The stream begins with the first one. */
  #open() {
    if (!this.#stream) {
      const { readable, writable } = new IdentityTransformStream();
      this.#stream = writable;
      this.#respond(readable);
    }
    return (this.#writer ??= this.#stream.getWriter());
  }

  /** @param {ReadableStream | Uint8Array | null} body */
  #respond(body) {
    this.isBegun = true;
    const isBodiless = BODILESS.includes(this.#status);
    this.give(new Response(isBodiless ? null : body, { status: this.#status, headers: this.#header }));
  }

  /** @param {Uint8Array} bytes */
  async #send(bytes) {
    try {
      await this.#open().write(bytes);
    } catch (error) {
      this.isLost = true;
      throw error;
    }
  }
}
