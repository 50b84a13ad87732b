/**
 * Addresses as people paste them: between commas, semicolons, spaces or line ends, bare or in angle brackets behind a
 * name. Names are left out; whatever else is no address is kept, for its verdict to say so.
 */
export function splitEmails(text: string): string[] {
  return text
    .replace(/"[^"\n]*"\s*(?=<)/g, "")
    .split(/[,;\n]+/)
    .flatMap((piece) => [...piece.matchAll(/([^<]*)<([^<>]*)>|([^<]+)/g)])
    .flatMap(([, name = "", bracketed = "", bare = ""]) => [
      ...wordsOf(name).filter((word) => word.includes("@")),
      ...wordsOf(bracketed),
      ...wordsOf(bare),
    ]);
}

const wordsOf = (text: string) => text.split(/[\s>]+/).filter(Boolean);
