import { type Page, pageOf } from "../page";
import {
  type ChangedKey,
  type EffectiveKey,
  type EffectiveLayer,
  effectiveConfiguration,
  revealKey,
  whatChanges,
} from "./effective";
import type { LayerLine, SkippedLayer, VaultFormat } from "./model/types";
import { parseVault } from "./parse";

export type LayerText = {
  id: string;
  text: string;
  format: VaultFormat;
  isPrivate?: boolean;
  isLocal?: boolean;
};

export type EffectiveOrder = { layers: LayerText[]; search: string; page: number; perPage: number };
export type EffectiveRows = { page: Page<EffectiveKey>; skipped: SkippedLayer[] };

/** A page of an effective configuration: the keys whose name or shown value holds what is searched. */
export function effectiveRows({ layers, search, page, perPage }: EffectiveOrder): EffectiveRows {
  const { keys, skipped } = effectiveConfiguration(layers.map(read));
  const wanted = search.toLowerCase();
  const holds = (text: string) => text.toLowerCase().includes(wanted);
  const found = keys.filter(({ name, value }) => holds(name) || holds(value.text));
  const bounds = pageOf(found.length, page, perPage);
  return { page: { ...bounds, rows: found.slice(bounds.offset, bounds.offset + perPage) }, skipped };
}

export type RevealOrder = { layers: LayerText[]; path: string[] };

export function revealedValue({ layers, path }: RevealOrder): { text: string; from: LayerLine } | undefined {
  return revealKey(layers.map(read), path);
}

export type ChangesOrder = {
  layers: LayerText[];
  /** Which of the layers apply before and after. */
  cases: { before: string[]; after: string[] }[];
  limit: number;
};
export type Changes = { total: number; rows: ChangedKey[] };

export function changesOf({ layers, cases, limit }: ChangesOrder): Changes[] {
  const known = new Map(layers.map((layer) => [layer.id, read(layer)]));
  const pick = (ids: string[]) => ids.flatMap((id) => known.get(id) ?? []);
  return cases.map(({ before, after }) => {
    const changes = whatChanges(pick(before), pick(after));
    return { total: changes.length, rows: changes.slice(0, limit) };
  });
}

function read({ text, format, ...layer }: LayerText): EffectiveLayer {
  return { ...layer, parsed: parseVault(text, format) };
}
