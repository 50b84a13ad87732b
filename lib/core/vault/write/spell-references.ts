import { AgentText, type VaultObject, type VaultValue } from "../model/types";
import { VaultNumber } from "../model/vault-number";

type Container = VaultObject | VaultValue[];

const marks = { reference: "$env", text: "$join" };
const looksLikeMark = /^\$+(?:env|join)$/;

/**
 * A copy for JSON and YAML, which know no references. A value with a fallback is its fallback; what only a client's
 * environment can answer is `{"$env": "NAME"}`, `{"$env": "?NAME"}` where it may go without, and `{"$join": [...]}`
 * inside a longer text. An object of the vault's own that looks so gets one more `$`.
 */
export function spellReferences(value: VaultObject): VaultObject {
  const spelt: VaultObject = {};
  const work: [Container, Container][] = [[value, spelt]];
  const copy = (from: Container): Container => {
    const into: Container = Array.isArray(from) ? [] : {};
    work.push([from, into]);
    return into;
  };
  for (let next = work.pop(); next; next = work.pop()) {
    const [from, into] = next;
    const entries = Object.entries(from);
    for (const [name, item] of entries) {
      const isMark = !Array.isArray(from) && entries.length === 1 && looksLikeMark.test(name);
      (into as VaultObject)[isMark ? `$${name}` : name] = spell(item, copy);
    }
  }
  return spelt;
}

function spell(item: VaultValue, copy: (from: Container) => Container): VaultValue {
  let value = item;
  while (value instanceof AgentText && value.otherwise !== undefined) value = value.otherwise;
  if (value instanceof AgentText) return reference(value);
  return typeof value === "object" && value !== null && !(value instanceof VaultNumber) ? copy(value) : value;
}

function reference({ parts }: AgentText): VaultValue {
  const spelt = parts.map((part): VaultValue => {
    return typeof part === "string" ? part : { [marks.reference]: `${part.optional ? "?" : ""}${part.name}` };
  });
  return spelt.length === 1 ? spelt[0]! : { [marks.text]: spelt };
}
