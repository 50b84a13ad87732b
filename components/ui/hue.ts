export const hueCount = 12;

/** The same hue for the same id everywhere: FNV-1a over its characters. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % hueCount;
}
