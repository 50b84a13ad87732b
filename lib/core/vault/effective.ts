import { withoutMachineKeysIn } from "./checks/machine-keys";
import { maskSecrets } from "./mask/mask";
import { maskedText } from "./mask/masked-text";
import { mergeVaults } from "./merge";
import { quoteText } from "./model/quote";
import type {
  LayerLine,
  MergedKey,
  MergedVaults,
  SkippedLayer,
  VaultLayer,
  VaultObject,
  VaultValue,
} from "./model/types";
import { valueText } from "./write/canonical";

export type EffectiveLayer = VaultLayer & {
  /** The viewer may not see its values. Only its keys are shown. */
  isPrivate?: boolean;
  /** A client's own file, which keeps the keys that describe one machine. */
  isLocal?: boolean;
};

/** A value as it may be shown: in one line, with what is secret in it hidden. */
export type ShownValue = {
  text: string;
  /** Something of it is hidden, or cut off. */
  isPartial: boolean;
};

export type EffectiveKey = {
  path: string[];
  /** The path as one writes it: `sdk.aws.s3."odd name"`. */
  name: string;
  value: ShownValue;
  from: LayerLine;
  /** What lower layers say here and lose, the nearest first. */
  hides: (LayerLine & { value: ShownValue })[];
};

export type EffectiveConfiguration = { keys: EffectiveKey[]; skipped: SkippedLayer[] };

/** What a client gets from several layers, the lowest first, key by key: each value with the layer that it comes from. */
export function effectiveConfiguration(layers: readonly EffectiveLayer[]): EffectiveConfiguration {
  const merged = mergeLayers(layers);
  const masks = new Masks(layers, merged.value);
  const keys = merged.keys.map(({ path, value, from, hides }) => ({
    path,
    name: pathName(path),
    value: masks.shown(path, value, from),
    from,
    hides: hides.map((hidden) => ({
      layer: hidden.layer,
      line: hidden.line,
      value: masks.shownBelow(path, hidden),
    })),
  }));
  return { keys, skipped: merged.skipped };
}

/** One key's value in full, for the one whose configuration it is. Undefined if the key no longer exists. */
export function revealKey(
  layers: readonly EffectiveLayer[],
  path: readonly string[],
): { text: string; from: LayerLine } | undefined {
  const wanted = pathName(path);
  const key = mergeLayers(layers).keys.find((each) => pathName(each.path) === wanted);
  const isPrivate = layers.some(({ id, isPrivate: hidden }) => hidden && id === key?.from.layer);
  return key && !isPrivate ? { text: valueText(key.value), from: key.from } : undefined;
}

export type ChangedKey = { path: string[]; name: string } & (
  | { kind: "added"; after: ShownValue }
  | { kind: "changed"; before: ShownValue; after: ShownValue }
  | { kind: "removed"; before: ShownValue }
);

/** By which keys two configurations differ, in the order of the later one, what it lacks at the end. */
export function whatChanges(
  before: readonly EffectiveLayer[],
  after: readonly EffectiveLayer[],
): ChangedKey[] {
  const [left, right] = [shownByName(before), shownByName(after)];
  const changes: ChangedKey[] = [];
  for (const [name, { path, plain, value }] of right) {
    const old = left.get(name);
    if (!old) changes.push({ path, name, kind: "added", after: value });
    else if (old.plain !== plain)
      changes.push({ path, name, kind: "changed", before: old.value, after: value });
  }
  for (const [name, { path, value }] of left) {
    if (!right.has(name)) changes.push({ path, name, kind: "removed", before: value });
  }
  return changes;
}

type ShownKey = { path: string[]; plain: string; value: ShownValue };

function shownByName(layers: readonly EffectiveLayer[]): Map<string, ShownKey> {
  const merged = mergeLayers(layers);
  const masks = new Masks(layers, merged.value);
  return new Map(
    merged.keys.map(({ path, value, from }: MergedKey) => [
      pathName(path),
      { path, plain: valueText(value), value: masks.shown(path, value, from) },
    ]),
  );
}

export function pathName(path: readonly string[]): string {
  return path.map((name) => (/^[\w-]+$/.test(name) ? name : quoteText(name))).join(".");
}

function mergeLayers(layers: readonly EffectiveLayer[]): MergedVaults {
  return mergeVaults(
    layers.map(({ id, parsed, isLocal }) => {
      const { resolved } = parsed;
      if (isLocal || !resolved) return { id, parsed };
      return { id, parsed: { ...parsed, resolved: withoutMachineKeysIn(resolved) } };
    }),
  );
}

const mostCharacters = 500;

type Masked = { plain: VaultObject; masked: VaultObject };

class Masks {
  private readonly merged: Masked;
  private readonly ofLayers = new Map<string, Masked>();
  private readonly hidden: ReadonlySet<string>;

  constructor(layers: readonly EffectiveLayer[], merged: VaultObject) {
    this.merged = { plain: merged, masked: maskSecrets(merged) };
    this.hidden = new Set(layers.flatMap(({ id, isPrivate }) => (isPrivate ? id : [])));
    for (const { id, parsed } of layers) {
      if (parsed.value) this.ofLayers.set(id, { plain: parsed.value, masked: maskSecrets(parsed.value) });
    }
  }

  /** What makes a value secret may stand in its own layer or in another: what either would hide is hidden. */
  shown(path: readonly string[], value: VaultValue, { layer }: LayerLine): ShownValue {
    const own = this.ofLayers.get(layer);
    if (this.hidden.has(layer) || !own) return allHidden;
    const text = textAt(this.merged.masked, path);
    const ownText = textAt(own.masked, path);
    if (ownText === textAt(own.plain, path) || ownText === text) return shownText(text, valueText(value));
    return text === valueText(value) ? shownText(ownText, text) : allHidden;
  }

  shownBelow(path: readonly string[], { layer, value }: MergedKey["hides"][number]): ShownValue {
    const own = this.ofLayers.get(layer);
    if (this.hidden.has(layer) || !own) return allHidden;
    const plain = valueText(value);
    const text = textAt(own.masked, path);
    const isSecretAbove = textAt(this.merged.masked, path) !== textAt(this.merged.plain, path);
    return text === plain && isSecretAbove ? allHidden : shownText(text, plain);
  }
}

const allHidden: ShownValue = { text: maskedText, isPartial: true };

function shownText(text: string, plain: string): ShownValue {
  if (text === quoteText(maskedText)) return allHidden;
  if (text.length > mostCharacters) return { text: `${cut(text)}…`, isPartial: true };
  return { text, isPartial: text !== plain };
}

function textAt(root: VaultObject, path: readonly string[]): string {
  return valueText(valueAt(root, path));
}

function cut(text: string): string {
  const end = /[\ud800-\udbff]/.test(text[mostCharacters - 1]!) ? mostCharacters - 1 : mostCharacters;
  return text.slice(0, end);
}

/** What is at a path, or at the part of it that holds another kind of value. */
function valueAt(root: VaultObject, path: readonly string[]): VaultValue {
  let value: VaultValue = root;
  for (const name of path) {
    if (!isSection(value) || !Object.hasOwn(value, name)) return value;
    value = value[name]!;
  }
  return value;
}

function isSection(value: VaultValue): value is VaultObject {
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}
