const words = /[\p{L}\p{N}]+/gu;

/** One or two capitals: of first and last word, or of an address before its @. */
export function initials(name: string): string {
  const parts = name.split("@", 1)[0]?.match(words) ?? [];
  const first = parts[0];
  const last = parts.length > 1 ? parts.at(-1) : undefined;
  return (
    [first, last].map((part) => (part ? firstCharacter(part).toLocaleUpperCase("en") : "")).join("") || "?"
  );
}

function firstCharacter(word: string): string {
  return String.fromCodePoint(word.codePointAt(0) ?? 63);
}
