import { plainValue } from "../model/plain";
import type {
  ParsedVault,
  ResolvedEntry,
  ResolvedNode,
  ResolvedObject,
  VaultFormat,
  VaultObject,
} from "../model/types";
import { jsonText } from "../write/write-json";
import { writeYaml } from "../write/write-yaml";
import { dottedSteps } from "./dotted-keys";

/** The text with every dotted key nested; undefined where two of them would want one place. */
export function nestedText({ format, resolved }: ParsedVault): string | undefined {
  if (!resolved || format === "hocon") return undefined;
  const nested = nestKeys(resolved, format);
  if (!nested) return undefined;
  return format === "json" ? jsonText(plainValue(nested) as VaultObject) : writeYaml(nested);
}

interface Work {
  from: ResolvedObject;
  into: ResolvedObject;
  path: string[];
}

function nestKeys(root: ResolvedObject, format: VaultFormat): ResolvedObject | undefined {
  const nested: ResolvedObject = { ...root, entries: new Map() };
  const work: Work[] = [{ from: root, into: nested, path: [] }];
  for (let next = work.pop(); next; next = work.pop()) {
    for (const [name, entry] of next.from.entries) {
      const steps = dottedSteps([...next.path, name], format) ?? [name];
      const placed = place(next, steps, entry);
      if (!placed) return undefined;
      work.push(...placed);
    }
  }
  return nested;
}

/** Puts a value at the end of its steps. What is still to be done inside it; undefined where its place is taken. */
function place(
  { into, path }: Work,
  steps: readonly string[],
  { key, node }: ResolvedEntry,
): Work[] | undefined {
  let target = into;
  for (const step of steps.slice(0, -1)) {
    const existing = target.entries.get(step)?.node;
    if (existing && existing.kind !== "object") return undefined;
    const group = existing ?? groupAt(node);
    if (!existing) target.entries.set(step, { key, node: group });
    target = group;
  }
  const name = steps[steps.length - 1]!;
  const existing = target.entries.get(name)?.node;
  if (node.kind !== "object") {
    if (existing) return undefined;
    target.entries.set(name, { key, node });
    return [];
  }
  if (existing && existing.kind !== "object") return undefined;
  const group = existing ?? { ...node, entries: new Map() };
  if (!existing) target.entries.set(name, { key, node: group });
  return [{ from: node, into: group, path: [...path, ...steps] }];
}

function groupAt({ start, end }: ResolvedNode): ResolvedObject {
  return { kind: "object", entries: new Map(), start, end };
}
