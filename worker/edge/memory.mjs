// @ts-check
// What crosses the boundary in linear memory, as causeway/wasm/abi draws it.

/** core.Kind: what an action asks for. */
export const LOAD = 1, FETCH = 2, CANCEL = 3, READ = 4, WRITE = 5, WAIT = 7, DELEGATE = 8, DONE = 9, AWAIT = 11;
/** core.Why: how a fetch failed. */
export const REFUSED = 1, RESET = 2, TIMED_OUT = 3, MALFORMED = 4;

const LATER = 1, BROKEN = 2;
export const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: false });

/** Copies an action out of memory. @param {Uint8Array} memory @param {number} at */
export function readAction(memory, at) {
  const words = new Uint32Array(memory.buffer, at, 18);
  const bytes = (/** @type {number} */ word) => memory.subarray(words[word], words[word] + words[word + 1]);
  const text = (/** @type {number} */ word) => (words[word + 1] ? decoder.decode(bytes(word)) : "");
  return {
    kind: words[0], id: words[1], status: words[2], withinMs: words[3], ms: words[4],
    isLater: (words[5] & LATER) !== 0, isBroken: (words[5] & BROKEN) !== 0,
    method: text(6), url: text(8), headers: decodeHeader(text(10)), body: words[13] ? bytes(12).slice() : null,
    report: text(14), keys: text(16).split("\n").slice(0, -1),
  };
}

/** @param {string} text @returns {[string, string][]} */
const decodeHeader = (text) => text.split("\n").slice(0, -1).map((line) => {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
});

/** @param {Headers} header */
export const encodeHeader = (header) => [...header].map(([name, value]) => `${name}: ${value}\n`).join("");
