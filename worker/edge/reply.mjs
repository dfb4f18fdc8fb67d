// @ts-check
// What the client gets: held back while it may still become one whole Response, a stream from then on.

export class Reply {
  /** @type {(response: Response) => void} */ give = () => {};
  /** @type {Promise<Response>} */ response = new Promise((resolve) => (this.give = resolve));
  isBegun = false;
  isLost = false; // the client did not take what it was given
  /** @type {ResponseInit} */ #head = {};
  /** @type {Uint8Array | null} */ #held = null;
  /** @type {WritableStream<Uint8Array> | undefined} */ #stream;
  /** @type {WritableStreamDefaultWriter<Uint8Array> | undefined} */ #writer;

  /** Holds the first bytes back until flush; later ones wait until the client takes them. @param {Action} action */
  async write({ status, headers, body }) {
    if (status) this.#head = { status, headers };
    if (!body) return;
    await this.flush();
    if (this.#stream) return this.#send(body);
    this.#held = body;
  }

  /** Shows the client what it was given, before anything that takes time. A head alone travels with what follows it. */
  async flush() {
    const held = this.#held;
    this.#held = null;
    if (held) await this.#send(held);
  }

  // workerd has no way to go on with a stream whose pipeTo failed, whatever preventAbort says.
  /** Joins the rest of an upstream's body to the client, at a third of what a loop here costs. @param {Upstream} upstream */
  async pipe(upstream) {
    if (!this.#stream) return this.#respond(upstream.remainder());
    this.#writer?.releaseLock();
    this.#writer = undefined;
    await upstream.remainder()?.pipeTo(this.#stream, { preventClose: true });
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
    this.give(new Response([101, 204, 205, 304].includes(this.#head.status ?? 0) ? null : body, this.#head));
  }

  /** @param {Uint8Array} bytes */
  async #send(bytes) {
    this.isLost = true;
    await this.#open().write(bytes);
    this.isLost = false;
  }
}
