const mostSlots = 256;
const longest = 100;

/** The keys of one text: the same few words again and again, so each is cut out of it once. */
export class KeyNames {
  private readonly paths: (readonly string[] | undefined)[] = [];
  private readonly mask: number;

  constructor(private readonly text: string) {
    let slots = 16;
    while (slots < mostSlots && slots * 64 < text.length) slots *= 2;
    for (let slot = 0; slot < slots; slot += 1) this.paths.push(undefined);
    this.mask = slots - 1;
  }

  /** The path of a key that is one word; undefined for one that has to be looked at more closely. */
  path(start: number, end: number): readonly string[] | undefined {
    const { text } = this;
    if (end - start > longest) return undefined;
    const middle = text.charCodeAt((start + end) >>> 1);
    const slot =
      (end - start + 3 * text.charCodeAt(start) + 7 * middle + 31 * text.charCodeAt(end - 1)) & this.mask;
    const known = this.paths[slot];
    if (known !== undefined && this.stands(known[0]!, start, end)) return known;
    const name = text.slice(start, end);
    if (name === "include" || name === "__proto__" || name.includes(".")) return undefined;
    const path = [name];
    this.paths[slot] = path;
    return path;
  }

  private stands(name: string, start: number, end: number): boolean {
    const length = end - start;
    if (name.length !== length) return false;
    for (let at = 0; at < length; at += 1) {
      if (name.charCodeAt(at) !== this.text.charCodeAt(start + at)) return false;
    }
    return true;
  }
}
