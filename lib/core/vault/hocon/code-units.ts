import { limits } from "../model/limits";

const encoder = new TextEncoder();
const room = 2;
let shared = new Uint8Array(limits.textBytes / 16);

/**
 * The UTF-16 units of a text, with zeros behind them: reading an array takes a third of the time of reading a string.
 * The next call may write over what this one gave.
 */
export function codeUnits(text: string): Uint8Array | Uint16Array {
  const { length } = text;
  const needed = length + room;
  if (shared.length < needed && needed <= limits.textBytes + room) shared = new Uint8Array(needed);
  const bytes = shared.length < needed ? new Uint8Array(needed) : shared;
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read === length && written === length) return bytes.fill(0, length, needed);
  const units = new Uint16Array(needed);
  for (let at = 0; at < length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}
