import { code } from "../hocon/characters";
import { readLiteral } from "../hocon/literals";
import type { AgentName, ResolvedArray, ResolvedNode, ResolvedObject } from "../model/types";

const escapes: Record<string, string> = { '"': '"', "\\": "\\", n: "\n", r: "\r", t: "\t" };
const place = { start: 0, end: 0 };

interface Frame {
  into: ResolvedObject | ResolvedArray;
  /** The key that the next value belongs to. */
  key: string;
}

/**
 * Reads what `canonicalText` wrote, and nothing else: without limits, since the vault was measured when it was saved.
 * Nodes have no places. Throws on any other text.
 */
export function readCanonical(text: string): ResolvedObject {
  return new CanonicalReader(text).read();
}

class CanonicalReader {
  private at = 0;
  private readonly frames: Frame[] = [];

  constructor(private readonly text: string) {}

  read(): ResolvedObject {
    const root = this.open();
    if (root?.kind !== "object") throw this.unexpected();
    for (let frame = this.frames[0]; frame; frame = this.frames[this.frames.length - 1]) {
      if (this.skip("}") || this.skip("]")) {
        this.frames.pop();
        continue;
      }
      this.skip(", ");
      if (frame.into.kind === "object") {
        frame.key = this.quoted();
        if (!this.skip(": ")) throw this.unexpected();
      }
      put(frame, this.open() ?? this.scalar());
    }
    if (this.text.slice(this.at) !== "\n") throw this.unexpected();
    return root;
  }

  private open(): ResolvedObject | ResolvedArray | undefined {
    let into: ResolvedObject | ResolvedArray;
    if (this.skip("{")) into = { kind: "object", entries: new Map(), ...place };
    else if (this.skip("[")) into = { kind: "array", items: [], ...place };
    else return undefined;
    this.frames.push({ into, key: "" });
    return into;
  }

  private scalar(): ResolvedNode {
    const first = this.text.charCodeAt(this.at);
    if (first !== code.quote && first !== code.dollar) return this.literal();
    const parts: (string | AgentName)[] = [];
    for (let next: number = first; ; next = this.text.charCodeAt(this.at)) {
      if (next === code.quote) parts.push(this.quoted());
      else if (next === code.dollar) parts.push(this.reference());
      else break;
    }
    const [value] = parts;
    if (parts.length > 1 || typeof value !== "string") return { kind: "agent", parts, ...place };
    return { kind: "scalar", value, text: value, quoted: true, ...place };
  }

  private literal(): ResolvedNode {
    const start = this.at;
    while (this.at < this.text.length && !",}]".includes(this.text[this.at]!)) this.at += 1;
    const text = this.text.slice(start, this.at);
    const value = readLiteral(text);
    if (typeof value === "string") throw this.unexpected();
    return { kind: "scalar", value, text, quoted: false, ...place };
  }

  private quoted(): string {
    if (!this.skip('"')) throw this.unexpected();
    let out = "";
    for (let start = this.at; ; this.at += 1) {
      const unit = this.text.charCodeAt(this.at);
      if (Number.isNaN(unit)) throw this.unexpected();
      if (unit !== code.quote && unit !== code.backslash) continue;
      out += this.text.slice(start, this.at);
      this.at += 1;
      if (unit === code.quote) return out;
      const escaped = escapes[this.text[this.at] ?? ""];
      if (escaped === undefined) throw this.unexpected();
      out += escaped;
      start = this.at + 1;
    }
  }

  private reference(): AgentName {
    const optional = this.skip("${?");
    if (!optional && !this.skip("${")) throw this.unexpected();
    const end = this.text.indexOf("}", this.at);
    if (end < 0) throw this.unexpected();
    const name = this.text.slice(this.at, end);
    this.at = end + 1;
    return { name, optional };
  }

  private skip(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  private unexpected(): Error {
    return new Error(`This is not a canonical text: offset ${this.at}.`);
  }
}

/** A key is written once for each case of its value, the last resort first. */
function put({ into, key }: Frame, node: ResolvedNode): void {
  if (into.kind === "array") {
    into.items.push(node);
    return;
  }
  const otherwise = into.entries.get(key)?.node;
  const choice = otherwise && node.kind === "agent" ? { ...node, otherwise } : node;
  into.entries.set(key, { key: place, node: choice });
}
