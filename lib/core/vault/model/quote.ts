import { code } from "../hocon/characters";
import type { AgentText } from "./types";

const escapes: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in quotes with the only escapes that every agent reads. */
export function quoteText(text: string): string {
  return `"${/["\\\n\r\t]/.test(text) ? text.replace(/["\\\n\r\t]/g, (character) => escapes[character]!) : text}"`;
}

/** A text with references that the agent answers: they stand outside the quotes. */
export function quoteAgentText(text: Pick<AgentText, "parts">): string {
  return text.parts
    .map((part) =>
      typeof part === "string" ? quoteText(part) : `\${${part.optional ? "?" : ""}${part.name}}`,
    )
    .join("");
}

const foreignQuotes = [
  /^'([^'\n]*(?:''[^'\n]*)*)'$/,
  /^[“”„‟«»]([^“”„‟«»\n]*)[“”„‟«»]$/,
  /^[‘’‚‛‹›]([^‘’‚‛‹›\n]*)[‘’‚‛‹›]$/,
];

/** What is between quotes that quote nothing: single or typographic ones. Undefined without such quotes around it. */
export function withoutForeignQuotes(text: string): string | undefined {
  const first = text.charCodeAt(0);
  if (first < 128 && first !== code.apostrophe) return undefined;
  for (const pattern of foreignQuotes) {
    const inner = pattern.exec(text)?.[1];
    if (inner !== undefined) return text.startsWith("'") ? inner.replaceAll("''", "'") : inner;
  }
  return undefined;
}
