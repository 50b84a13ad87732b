/** Whether a text that cannot be read as HOCON has the shape of YAML: indented blocks below `key:`, or `- ` items. */
export function looksLikeYaml(text: string): boolean {
  let block: { indent: number } | undefined;
  let from = 0;
  for (let lines = 0; from <= text.length && lines < 2000; lines += 1) {
    const found = text.indexOf("\n", from);
    const end = found < 0 ? text.length : found;
    const line = text.slice(from, Math.min(end, from + 400)).trimEnd();
    from = end + 1;
    const content = line.trimStart();
    if (content === "" || content.startsWith("#")) continue;
    if (/^(---|%YAML)/.test(line)) return true;
    const indent = line.length - content.length;
    const isItem = content.startsWith("- ") || content === "-";
    if (
      block &&
      (isItem ? indent >= block.indent : indent > block.indent) &&
      (isItem || /^[^\s:{}"]+:(\s|$)/.test(content))
    ) {
      return true;
    }
    if (isItem && indent === 0) return true;
    block =
      /^[^\s{}[\]=]+:$/.test(content) || /^[^\s{}[\]=]+: *[|>][+-]?$/.test(content) ? { indent } : undefined;
  }
  return false;
}
