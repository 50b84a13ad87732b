import { code } from "./characters";

const slots = 256;
const longest = 100;

/** The keys of one text: the same few words again and again, so each is cut out of it once. */
export class KeyNames {
  private readonly paths = new Array<readonly string[] | undefined>(slots);

  constructor(private readonly text: string) {}

  /** The path of a key that is one word; undefined for one that has to be looked at more closely. */
  path(start: number, end: number): readonly string[] | undefined {
    const { text } = this;
    if (end - start > longest) return undefined;
    let hash = 0;
    for (let at = start; at < end; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === code.period) return undefined;
      hash = (hash * 31 + unit) | 0;
    }
    const slot = (hash ^ (hash >>> 8)) & (slots - 1);
    const known = this.paths[slot];
    if (known !== undefined && this.stands(known[0]!, start, end)) return known;
    const name = text.slice(start, end);
    if (name === "include" || name === "__proto__") return undefined;
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
