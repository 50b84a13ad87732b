import { quoteAgentText, quoteText } from "../model/quote";
import { AgentText, type VaultObject, type VaultValue } from "../model/types";
import { VaultNumber } from "../model/vault-number";

interface Frame {
  entries: Iterator<[string | number, VaultValue]>;
  close: string;
  /** Nothing has been written in it yet. */
  fresh: boolean;
  key: string;
  /** What is still to be written for this key. */
  choices: VaultValue[];
}

/**
 * Stored beside each canonical text, so that a newer version makes it again. Raise it with every change to the readers,
 * the resolver or this writer by which the same vault would be served otherwise.
 */
export const canonicalWriter = 2;

/** The text that agents are served: JSON with few escapes, which each of their parsers reads alike. */
export function canonicalText(value: VaultObject): string {
  return `${valueText(value)}\n`;
}

/** One value in the same form, in one line. */
export function valueText(value: VaultValue): string {
  const out: string[] = [];
  const frames: Frame[] = [];
  write(value, out, frames);
  for (let frame = frames[0]; frame; frame = frames[frames.length - 1]) {
    const choice = nextChoice(frame);
    if (choice === undefined) {
      out.push(frame.close);
      frames.pop();
      continue;
    }
    out.push(frame.fresh ? frame.key : `, ${frame.key}`);
    frame.fresh = false;
    write(choice, out, frames);
  }
  return out.join("");
}

function nextChoice(frame: Frame): VaultValue | undefined {
  const pending = frame.choices.pop();
  if (pending !== undefined) return pending;
  const next = frame.entries.next();
  if (next.done) return undefined;
  const [name, value] = next.value;
  frame.key = typeof name === "string" ? `${quoteText(name)}: ` : "";
  frame.choices = choicesOf(value);
  return frame.choices.pop();
}

/**
 * A key whose value hangs on the agent's environment is written once for each case, the last resort first:
 * an agent takes the last one that it can answer.
 */
function choicesOf(value: VaultValue): VaultValue[] {
  const choices = [value];
  for (let last = value; last instanceof AgentText && last.otherwise !== undefined; last = last.otherwise) {
    choices.push(last.otherwise);
  }
  return choices;
}

function write(value: VaultValue, out: string[], frames: Frame[]): void {
  if (typeof value === "string") out.push(quoteText(value));
  else if (value instanceof AgentText) out.push(quoteAgentText(value));
  else if (value instanceof VaultNumber) out.push(value.text);
  else if (value === null || typeof value === "boolean") out.push(String(value));
  else {
    const isList = Array.isArray(value);
    const entries = isList ? value.entries() : Object.entries(value).values();
    out.push(isList ? "[" : "{");
    frames.push({ entries, close: isList ? "]" : "}", fresh: true, key: "", choices: [] });
  }
}
