import type { Forest, ObjectNode } from "./forest";
import { projectContentCodes, type TypeCode } from "./object-types";
import type { IndexedRule, RuleBook } from "./rule-book";

export interface Holding {
  readonly rule: IndexedRule;
  readonly at: ObjectNode;
}

/** Every rule that holds for somebody at the object, each with the nearest member of the chain that it is about. */
export function* holdingAt(object: ObjectNode, rules: RuleBook): Generator<Holding> {
  const seen = new Set<TypeCode>();
  for (let at: ObjectNode | null = object; at !== null; at = at.parent) {
    for (const rule of rules.about(at.id)) if (rule.type === at.type) yield { rule, at };
    if (!seen.has(at.type)) for (const rule of rules.aboutAll(at.type)) yield { rule, at };
    seen.add(at.type);
  }
}

/** Those of the rules that hold for somebody at something below the project, each with one object it is about. */
export function* holdingBelow(
  project: ObjectNode,
  rules: Iterable<IndexedRule>,
  forest: Forest,
): Generator<Holding> {
  const firsts = new Map<TypeCode, ObjectNode | undefined>();
  for (const rule of rules) {
    if (rule.target !== null) {
      const at = forest.find(rule.target);
      if (at?.type === rule.type && forest.isAtOrBelow(at, project)) yield { rule, at };
    } else if (projectContentCodes.includes(rule.type)) {
      if (!firsts.has(rule.type)) firsts.set(rule.type, firstBelow(project, rule.type, forest));
      const at = firsts.get(rule.type);
      if (at !== undefined) yield { rule, at };
    }
  }
}

/** The object with the smallest id, so that the order of the world's objects does not show. */
function firstBelow(project: ObjectNode, type: TypeCode, forest: Forest): ObjectNode | undefined {
  const projects = forest.projects();
  let first: ObjectNode | undefined;
  for (let position = forest.starts[project.index]!; position < forest.ends[project.index]!; position += 1) {
    for (const node of projects[position]?.contents?.[type] ?? []) {
      if (first === undefined || node.id < first.id) first = node;
    }
  }
  return first;
}
