// @ts-check
// One request to an upstream, and the reading of its reply.

import { MALFORMED, REFUSED, RESET, TIMED_OUT } from "./memory.mjs";

export class Upstream {
  #abort = new AbortController();
  #isLate = false;
  /** @type {ReadableStream<Uint8Array> | null} */ #body = null;
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */ #reader;

  /** Sends a Fetch's request and waits for the header of its reply. @param {Action} action */
  async fetch({ url, method, headers, body, withinMs }) {
    const sent = fetch(url, { method, headers, body, redirect: "manual", signal: this.#abort.signal });
    const response = await this.#within(withinMs, sent);
    this.#body = response.body;
    return response;
  }

  /** Waits for some bytes; undefined is the clean end. @param {number} withinMs */
  async read(withinMs) {
    if (!this.#body) return;
    this.#reader ??= this.#body.getReader();
    return (await this.#within(withinMs, this.#reader.read())).value;
  }

  /** Aborts what is not over in time; harmless when it is. @param {number} ms 0: no bound */
  endWithin(ms) {
    if (ms) setTimeout(() => { this.#isLate = true; this.cancel(); }, ms);
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

  /** Aborts when a promise takes longer than ms (0: no bound). @template T @param {number} ms @param {Promise<T>} promise */
  async #within(ms, promise) {
    if (ms === 0) return promise;
    const late = () => { this.#isLate = true; this.cancel(); };
    const timer = setTimeout(late, ms);
    return promise.finally(() => clearTimeout(timer));
  }
}
