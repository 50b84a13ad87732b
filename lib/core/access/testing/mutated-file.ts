/** Flips, cuts, swaps or injects a little. */
export function mutated(text: string, draw: (bound: number) => number): string {
  const at = draw(text.length);
  const lines = text.split("\n");
  const [one, other] = [draw(lines.length), draw(lines.length)];
  switch (draw(5)) {
    case 0:
      return text.slice(0, at) + String.fromCodePoint(32 + draw(95)) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + draw(200));
    case 2:
      return lines.with(one, lines[other]!).with(other, lines[one]!).join("\n");
    case 3:
      return text.slice(0, at);
    default: {
      const strange = [
        "&a",
        "*a",
        "!!js x",
        "[[[[",
        "{",
        "\t",
        "- ",
        '"',
        "'",
        "|",
        "...\n",
        "---\n",
        "\u0000",
        "? ",
      ];
      return text.slice(0, at) + strange[draw(strange.length)] + text.slice(at);
    }
  }
}
