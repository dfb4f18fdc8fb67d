// @ts-check
// What crosses the boundary in linear memory, as causeway/wasm/abi draws it.

/** core.Kind: what an action asks for. */
export const LOAD = 1, FETCH = 2, CANCEL = 3, READ = 4, WRITE = 5, PIPE = 6, WAIT = 7, DELEGATE = 8, DONE = 9;

/** core.Why: how a fetch failed. */
export const REFUSED = 1, RESET = 2, TIMED_OUT = 3, MALFORMED = 4;

const LAST = 1, BROKEN = 2;
const NOT_FOUND = 0xffffffff;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: false });

/**
 * @typedef {object} Exports as abi lists them; every parameter and result is a number
 * @property {WebAssembly.Memory} mem
 * @property {(maxBodyBytes: number) => number} limit
 * @property {(size: number) => number} alloc
 * @property {(now: number, seedHigh: number, seedLow: number, text: number, textSize: number, body: number, bodySize: number, oversize: number) => number} open
 * @property {(handle: number) => number} next
 * @property {(handle: number, now: number, values: number, size: number) => void} loaded
 * @property {(handle: number, now: number, id: number, status: number, header: number, size: number) => void} head
 * @property {(handle: number, now: number, id: number, chunk: number, size: number) => void} body
 * @property {(handle: number, now: number, id: number) => void} end
 * @property {(handle: number, now: number, id: number, why: number) => void} fail
 * @property {(handle: number, now: number) => void} tick
 * @property {(handle: number, memoryBytes: number) => number} close
 *
 * @typedef {{method: string, url: string, headers: Headers, body: Uint8Array | null}} Sent a request to an upstream
 */

/** An action. It is good until the next call of an export; what its methods give is copied out. */
export class Action {
  /** @param {ArrayBuffer} memory @param {number} at */
  constructor(memory, at) {
    this.memory = memory;
    this.words = new Uint32Array(memory, at, 18);
    this.kind = this.words[0];
    this.id = this.words[1];
    this.status = this.words[2];
    this.withinMs = this.words[3];
    this.ms = this.words[4];
    this.isLast = (this.words[5] & LAST) !== 0;
    this.isBroken = (this.words[5] & BROKEN) !== 0;
  }

  /** @returns {Sent} */
  request = () => ({ method: this.#text(6), url: this.#text(8), headers: this.header(), body: this.body() });
  report = () => this.#text(14);
  keys = () => this.#text(16).split("\n").slice(0, -1);

  header() {
    const header = new Headers();
    for (const line of this.#text(10).split("\n")) {
      const colon = line.indexOf(": ");
      if (colon > 0) header.append(line.slice(0, colon), line.slice(colon + 2));
    }
    return header;
  }

  /** The body's bytes, null for none. */
  body() {
    const bytes = this.#bytes(12);
    return bytes.length === 0 ? null : bytes.slice();
  }

  /** @param {number} word */
  #text = (word) => decoder.decode(this.#bytes(word));

  /** @param {number} word where the span's address stands */
  #bytes = (word) => new Uint8Array(this.memory, this.words[word], this.words[word + 1]);
}

/** @param {Headers} header @param {string} text that stands before it */
export function encodeHeader(header, text = "") {
  for (const [name, value] of header) text += `${name}: ${value}\n`;
  return encoder.encode(text);
}

/** @param {(string | null)[]} values null: not found */
export function encodeValues(values) {
  const texts = values.map((value) => (value === null ? null : encoder.encode(value)));
  const out = new Uint8Array(texts.reduce((size, text) => size + 4 + (text?.length ?? 0), 0));
  const sizes = new DataView(out.buffer);
  let at = 0;
  for (const text of texts) {
    sizes.setUint32(at, text?.length ?? NOT_FOUND, true);
    if (text) out.set(text, at + 4);
    at += 4 + (text?.length ?? 0);
  }
  return out;
}
