import { isAscii } from "../hocon/code-units";
import { limits } from "./limits";
import type { Report } from "./report";
import { loneSurrogate } from "./strings";

/** Where a text passes so many bytes of UTF-8; -1 when it does not. */
function offsetOfByte(text: string, bytes: number): number {
  if (text.length * 3 <= bytes) return -1;
  if (isAscii(text)) return text.length > bytes ? bytes : -1;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair is worth two of its four bytes.
    count += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
    if (count > bytes) return at;
  }
  return -1;
}

/** False, and reported, when a text is too long to be read at all. */
export function checkSize(report: Report): boolean {
  const { text } = report;
  const tooLong = offsetOfByte(text, limits.textBytes);
  if (tooLong >= 0) {
    report.error(
      "too-large",
      `A vault can have at most ${limits.textBytes / 1024} KB, and this one is larger. Shorten it, or split it into several vaults.`,
      { start: tooLong, end: text.length },
    );
    return false;
  }
  const slow = offsetOfByte(text, limits.slowTextBytes);
  if (slow >= 0) {
    report.warn(
      "slow-to-load",
      `A vault larger than ${limits.slowTextBytes / 1024} KB delays the start of every client by more than a second.`,
      { start: slow, end: text.length },
    );
  }
  return true;
}

/** Characters that no agent can be sent. */
export function checkText(report: Report): void {
  const { text } = report;
  const half = loneSurrogate.exec(text);
  if (half) {
    report.error(
      "half-character",
      "This is an incomplete character. Remove it, or write the whole character.",
      {
        start: half.index,
        end: half.index + 1,
      },
    );
  }
  if (text.charCodeAt(0) === 0xfeff) {
    report.warn(
      "byte-order-mark",
      "The text starts with an invisible byte-order mark. Steward does not send it to agents.",
      { start: 0, end: 1 },
      { label: "Remove it", span: { start: 0, end: 1 }, text: "" },
    );
  }
}

/** Counted in bytes of UTF-8, of which a UTF-16 unit takes three at most. */
export function isKeyTooLong(name: string): boolean {
  return name.length * 3 > limits.keyLength && offsetOfByte(name, limits.keyLength) >= 0;
}
