import type { SourceNode, SourceObject } from "../model/types";

export interface SourceFacts {
  /** The first steps of all references. */
  referred: ReadonlySet<string>;
  hasNull: boolean;
}

/** What the checks ask of a text as a whole. */
export function sourceFacts(tree: SourceObject): SourceFacts {
  const referred = new Set<string>();
  let hasNull = false;
  const work: SourceNode[] = [tree];
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.kind === "scalar") hasNull ||= node.value === null;
    else if (node.kind === "reference") referred.add(node.path[0]!);
    else if (node.kind === "array") for (const item of node.items) work.push(item);
    else if (node.kind === "concatenation") for (const part of node.parts) work.push(part);
    else for (const field of node.fields) work.push(field.node);
  }
  return { referred, hasNull };
}
