import { AgentText, type VaultObject, type VaultValue } from "../model/types";
import { VaultNumber } from "../model/vault-number";

interface Frame {
  entries: Iterator<[string | number, VaultValue]>;
  close: string;
  indent: string;
  /** Nothing has been written in it yet. */
  fresh: boolean;
}

/** JSON with two spaces a level. A text that the agent completes is written as its reference, in quotes. */
export function jsonText(value: VaultObject): string {
  const out: string[] = [];
  const frames: Frame[] = [];
  write(value, out, frames);
  for (let frame = frames[0]; frame; frame = frames[frames.length - 1]) {
    const next = frame.entries.next();
    if (next.done) {
      frames.pop();
      out.push(frame.fresh ? frame.close : `\n${frame.indent.slice(2)}${frame.close}`);
      continue;
    }
    const [name, item] = next.value;
    out.push(`${frame.fresh ? "" : ","}\n${frame.indent}`);
    if (typeof name === "string") out.push(`${JSON.stringify(name)}: `);
    frame.fresh = false;
    write(item, out, frames);
  }
  out.push("\n");
  return out.join("");
}

function write(value: VaultValue, out: string[], frames: Frame[]): void {
  if (value instanceof VaultNumber) out.push(value.text);
  else if (Array.isArray(value) || isObject(value)) {
    const isList = Array.isArray(value);
    const entries = isList ? value.entries() : Object.entries(value).values();
    out.push(isList ? "[" : "{");
    frames.push({ entries, close: isList ? "]" : "}", indent: "  ".repeat(frames.length + 1), fresh: true });
  } else out.push(JSON.stringify(value));
}

function isObject(value: VaultValue): value is VaultObject {
  return typeof value === "object" && value !== null && !(value instanceof AgentText);
}
