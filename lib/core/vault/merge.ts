import { Budget, over } from "./hocon/combine";
import { meaningOf } from "./hocon/parse-hocon";
import { plainValue, plainVault } from "./model/plain";
import { LineTable, Report } from "./model/report";
import type {
  LayerLine,
  MergedKey,
  MergedVaults,
  ParsedVault,
  ParseOptions,
  ResolvedNode,
  ResolvedObject,
  SkippedLayer,
  VaultLayer,
  VaultObject,
  VaultValue,
} from "./model/types";

const nothing: ResolvedObject = { kind: "object", entries: new Map(), start: 0, end: 0 };

interface Layer {
  id: string;
  root: ResolvedObject;
  lines: LineTable;
}

/**
 * What a client gets from several vaults, the lowest first, exactly as its SDK merges them: each is resolved alone,
 * objects merge key by key, everything else replaces what is below it, and a vault with an error is left out.
 */
export function mergeVaults(vaults: readonly VaultLayer[], options: ParseOptions = {}): MergedVaults {
  const layers: Layer[] = [];
  const skipped: SkippedLayer[] = [];
  let merged = nothing;
  let value: VaultObject = {};
  for (const { id, parsed } of vaults) {
    const { resolved, diagnostics } = answered(parsed, options);
    if (!resolved) {
      const error = diagnostics.find(({ severity }) => severity === "error");
      skipped.push({ layer: id, message: error?.message ?? "", line: error?.range.start.line ?? 1 });
      continue;
    }
    const next = layOver(resolved, merged);
    if (!next) {
      const message = "With this vault, the merged configuration exceeds its limits. Shorten the vault.";
      skipped.push({ layer: id, message, line: 1 });
      continue;
    }
    ({ merged, value } = next);
    layers.push({ id, root: resolved, lines: new LineTable(parsed.text) });
  }
  return { value, keys: listKeys(merged, layers), skipped };
}

/** The same as a plain value alone, from vaults that were read before. */
export function mergeResolved(layers: readonly ResolvedObject[]): VaultObject {
  let merged = nothing;
  let value: VaultObject = {};
  for (const layer of layers) ({ merged, value } = layOver(layer, merged) ?? { merged, value });
  return value;
}

/** Undefined when it grows past the limits. */
function layOver(
  high: ResolvedObject,
  low: ResolvedObject,
): { merged: ResolvedObject; value: VaultObject } | undefined {
  const report = new Report("");
  const merged = over(high, low, new Budget(report)) as ResolvedObject;
  const value = report.failed ? undefined : plainVault(merged, report);
  return value && { merged, value };
}

/** References are answered again from the tree, since a vault may have been parsed for another environment. */
function answered(parsed: ParsedVault, options: ParseOptions): Pick<ParsedVault, "resolved" | "diagnostics"> {
  if (!options.environment || !parsed.resolved) return parsed;
  return meaningOf(parsed.format, parsed.tree, new Report(parsed.text), options);
}

function listKeys(merged: ResolvedObject, layers: readonly Layer[]): MergedKey[] {
  const topDown = layers.toReversed();
  const values = new Map<ResolvedNode, VaultValue>();
  const plain = (node: ResolvedNode): VaultValue => {
    const known = values.get(node) ?? plainValue(node);
    values.set(node, known);
    return known;
  };
  const keys: MergedKey[] = [];
  const open: { path: string[]; node: ResolvedNode }[] = [{ path: [], node: merged }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, node } = next;
    if (node.kind === "object" && (node.entries.size > 0 || path.length === 0)) {
      for (const [name, entry] of [...node.entries].reverse())
        open.push({ path: [...path, name], node: entry.node });
      continue;
    }
    const [from, ...hides] = topDown.flatMap((each) => says(each, path, plain));
    const { layer, line } = from!;
    keys.push({ path, value: plain(node), from: { layer, line }, hides });
  }
  return keys;
}

/** What one layer says at a path, or at the part of it that the layer gives another kind of value. */
function says(
  { id, root, lines }: Layer,
  path: readonly string[],
  plain: (node: ResolvedNode) => VaultValue,
): (LayerLine & { value: VaultValue })[] {
  let node: ResolvedNode = root;
  let at = 0;
  for (const name of path) {
    if (node.kind !== "object") break;
    const entry = node.entries.get(name);
    if (!entry) return [];
    node = entry.node;
    at = entry.key.start;
  }
  return [{ layer: id, line: lines.line(at), value: plain(node) }];
}
