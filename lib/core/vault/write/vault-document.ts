import { mergeResolved } from "../merge";
import { plainValue } from "../model/plain";
import type { VaultFormat, VaultObject } from "../model/types";
import { canonicalText } from "./canonical";
import { readCanonical } from "./read-canonical";
import { spellReferences } from "./spell-references";
import { jsonText } from "./write-json";
import { yamlText } from "./write-yaml";

export type DocumentLayer = { id: string; name: string; canonical: string };

export type DocumentOrder = {
  /** In the order in which clients merge them: the last one wins. */
  layers: DocumentLayer[];
  format: VaultFormat;
  /** Each layer by itself too, the lowest first. */
  inLayers: boolean;
};

const writers: Record<VaultFormat, (value: VaultObject) => string> = {
  hocon: hoconText,
  json: (value) => jsonText(spellReferences(value)),
  yaml: (value) => yamlText(spellReferences(value)),
};

/**
 * HOCON is sent in the form that every client's parser reads the same way, with the references that clients answer. A
 * reference whose name another vault uses as a key would find that key, so it is written as in JSON.
 */
function hoconText(value: VaultObject): string {
  let isAnySpelt = false;
  const spelt = spellReferences(value, (name) => {
    const isKey = Object.hasOwn(value, name);
    isAnySpelt ||= isKey;
    return isKey;
  });
  return canonicalText(isAnySpelt ? spelt : value);
}

/** Several vaults as one document. */
export function writeDocument({ layers, format, inLayers }: DocumentOrder): string {
  const [first, ...others] = layers;
  if (first && others.length === 0 && format === "hocon" && !inLayers) return first.canonical;
  const read = layers.map(({ id, name, canonical }) => ({ id, name, resolved: readCanonical(canonical) }));
  const merged = mergeResolved(read.map(({ resolved }) => resolved));
  if (!inLayers) return writers[format](merged);
  const each = read.map(({ id, name, resolved }) => ({ id, name, value: plainValue(resolved) }));
  return writers[format]({ layers: each, merged });
}
