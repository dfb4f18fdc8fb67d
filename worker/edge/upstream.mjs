// @ts-check
// One request to an upstream, and the reading of its reply.

import { MALFORMED, REFUSED, RESET, TIMED_OUT } from "./memory.mjs";

export class Upstream {
  #abort = new AbortController();
  /** @type {ReadableStream<Uint8Array> | null} */
  #body = null;
  /** @type {ReadableStreamDefaultReader<Uint8Array> | undefined} */
  #reader;
  /** @type {number | null} */
  #timer = null;
  #deadline = 0;
  #isLate = false;

  /**
   * Sends the request and waits for the header of its reply.
   * @param {import("./memory.mjs").Sent} sent @param {number} withinMs
   */
  async fetch(sent, withinMs) {
    this.#expect(withinMs);
    const response = await fetch(sent.url, { ...sent, redirect: "manual", signal: this.#abort.signal });
    this.#rest();
    this.#body = response.body;
    return response;
  }

  /**
   * Waits for some bytes; undefined is the clean end.
   * @param {number} withinMs
   */
  async read(withinMs) {
    if (!this.#body) return;
    this.#reader ??= this.#body.getReader();
    this.#expect(withinMs);
    const { value } = await this.#reader.read();
    this.#deadline = 0;
    if (!value) this.#rest();
    return value;
  }

  /** What has not been read, for somebody else to read. */
  remainder() {
    this.#rest();
    this.#reader?.releaseLock();
    return this.#body;
  }

  cancel() {
    this.#rest();
    this.#abort.abort();
  }

  /**
   * Which core.Why an error of fetch or read was. workerd gives words, and "Network connection lost." for most of them.
   * @param {unknown} error
   */
  why(error) {
    this.#rest();
    if (this.#isLate) return TIMED_OUT;
    if (/refused|unreachable|resolve|dns/i.test(String(error))) return REFUSED;
    return /protocol|invalid|parse|decod|decompress/i.test(String(error)) ? MALFORMED : RESET;
  }

  /**
   * Sets the deadline of what is waited for. A timer that runs is left to ring, and looks again then: a stream arms one
   * timer and not one per chunk.
   * @param {number} ms 0: no bound
   */
  #expect(ms) {
    this.#deadline = ms && Date.now() + ms;
    if (ms && this.#timer === null) this.#arm(ms);
  }

  /** @param {number} ms */
  #arm(ms) {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#deadline) return;
      const left = this.#deadline - Date.now();
      if (left > 0) return this.#arm(left);
      this.#isLate = true;
      this.#abort.abort();
    }, ms);
  }

  #rest() {
    this.#deadline = 0;
    clearTimeout(this.#timer);
    this.#timer = null;
  }
}
