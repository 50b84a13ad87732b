import type { RuleObject } from "../rules/rule-names";

/** The object itself or one of the projects that it is in, by the path of the object; `chain` goes from it upwards. */
export function placeOf(object: RuleObject, chain: readonly string[], id: string): RuleObject | undefined {
  if (id === object.id) return object;
  const above = chain.indexOf(id);
  const names = object.path?.split("/") ?? [];
  const at = names.length - above;
  if (above < 1 || at < 0) return undefined;
  return { id, name: names[at]!, path: at > 0 ? names.slice(0, at).join("/") : null };
}
