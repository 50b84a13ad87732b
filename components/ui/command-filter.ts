export type Command = {
  label: string;
  href: string;
  group: string;
  /** Other words that find it. */
  keywords?: string;
};

/** Those in which every word of the query occurs; a label that begins with the query comes first. */
export function filterCommands<T extends Command>(commands: readonly T[], query: string): T[] {
  const wanted = plain(query);
  const words = wanted.split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command) => ({ command, rank: rankOf(command, wanted, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ command }) => command);
}

function rankOf(command: Command, wanted: string, words: readonly string[]): number {
  const label = plain(command.label);
  const all = `${label} ${plain(command.group)} ${plain(command.keywords ?? "")}`;
  if (!words.every((word) => all.includes(word))) return 0;
  if (label.startsWith(wanted)) return 3;
  return words.every((word) => label.includes(word)) ? 2 : 1;
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
