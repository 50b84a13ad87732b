import type { NamedGroup } from "@/db/reads/access-questions";
import type { AccessEngine } from "@/lib/core/access/engine";
import type { Reason } from "@/lib/core/access/explain";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { RuleObject } from "@/lib/core/access/rules/rule-names";

/** A reason as tables show it: a built-in group, or a rule with the group through which it applies. */
export type ShortReason =
  | { kind: "built_in"; group: "admins" | "queue_admins" }
  | {
      kind: "rule";
      id: string;
      /** Its name. */
      group: string | null;
      /** The path of the object that the rule is about, if its name is known; for a rule on all of a type, that. */
      on: { path: string | undefined } | { allOf: ObjectType };
    };

export function shortReason(
  reason: Reason,
  engine: AccessEngine,
  objectNamed: (id: string) => RuleObject | undefined,
  groupNamed: (key: string) => NamedGroup | null,
): ShortReason {
  if (reason.kind === "built_in") return reason;
  const { rule, at, through } = reason;
  const type = engine.typeOf(at);
  const isWhole = engine.rules.find(rule)?.target === null;
  return {
    kind: "rule",
    id: rule,
    group: through[0] === undefined ? null : (groupNamed(through[0])?.name ?? null),
    on: isWhole && type ? { allOf: type } : { path: pathTo(objectNamed(at)) },
  };
}

function pathTo(object: RuleObject | undefined): string | undefined {
  return object?.path ? `${object.path}/${object.name}` : object?.name;
}
