// @ts-check
// One request to an upstream, and the reading of its reply.

import { MALFORMED, REFUSED, RESET, TIMED_OUT, decoder } from "./memory.mjs";

export class Upstream {
  #abort = new AbortController();
  #isLate = false;
  #due = Infinity; // when the wait under way is too long
  #alarm = Infinity; // when the timer goes off, which may be before that
  /** @type {number | null} */ #timer = null;
  /** @type {ReadableStream<Uint8Array> | null} */ #body = null;
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */ #reader;

  /** Sends a Fetch's request and waits for the header of its reply. @param {Action} action @param {Env["AI"]} [ai] who answers at binding://AI/ */
  async fetch({ url, method, headers, body, withinMs }, ai) {
    this.endWithin(withinMs);
    const { signal } = this.#abort, [, model] = /^binding:\/\/AI\/(.+)/.exec(url) ?? [];
    const response = await (ai && model && body ? ai.run(model, JSON.parse(decoder.decode(body)), { returnRawResponse: true, signal })
      : fetch(url, { method, headers, body, redirect: "manual", signal }));
    this.#due = Infinity;
    this.#body = response.body;
    return response;
  }

  /** Waits for some bytes; undefined is the clean end. @param {number} withinMs */
  async read(withinMs) {
    if (!(this.#reader ??= this.#body?.getReader())) return;
    this.endWithin(withinMs);
    const { value } = await this.#reader.read();
    this.#due = Infinity;
    return value;
  }

  /** Aborts what is not over in time. One timer serves all waits: it is set again for an earlier end only. @param {number} ms 0: no bound */
  endWithin(ms) {
    this.#due = ms ? Date.now() + ms : Infinity;
    if (this.#due >= this.#alarm) return;
    clearTimeout(this.#timer);
    this.#alarm = this.#due;
    this.#timer = setTimeout(() => {
      this.#alarm = Infinity;
      const left = this.#due - Date.now();
      if (left > 0) return left < Infinity && this.endWithin(left);
      this.#isLate = true;
      this.cancel();
    }, ms);
  }

  /** What has not been read, for somebody else to read. */
  remainder() {
    this.#reader?.releaseLock();
    return this.#body;
  }

  cancel = () => this.#abort.abort();

  /** Which core.Why an error was: workerd gives words, and "Network connection lost." for most. @param {unknown} error */
  why(error) {
    if (this.#isLate) return TIMED_OUT;
    if (/refused|unreachable|resolve|dns/i.test(String(error))) return REFUSED;
    return /protocol|invalid|parse|decod|decompress/i.test(String(error)) ? MALFORMED : RESET;
  }
}
