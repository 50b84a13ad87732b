import { limits } from "../model/limits";

const encoder = new TextEncoder();
const room = 2;
let shared = new Uint8Array(limits.textBytes / 16);

/** The units of a text of ASCII characters alone, with zeros behind them. Undefined for any other text. */
function asciiUnits(text: string): Uint8Array | undefined {
  const { length } = text;
  const needed = length + room;
  if (shared.length < needed && needed <= limits.textBytes + room) shared = new Uint8Array(needed);
  const bytes = shared.length < needed ? new Uint8Array(needed) : shared;
  const { read, written } = encoder.encodeInto(text, bytes);
  return read === length && written === length ? bytes.fill(0, length, needed) : undefined;
}

export function isAscii(text: string): boolean {
  return asciiUnits(text) !== undefined;
}

/**
 * The UTF-16 units of a text, with zeros behind them: reading an array takes a third of the time of reading a string.
 * The next call may write over what this one gave.
 */
export function codeUnits(text: string): Uint8Array | Uint16Array {
  const bytes = asciiUnits(text);
  if (bytes) return bytes;
  const units = new Uint16Array(text.length + room);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}
