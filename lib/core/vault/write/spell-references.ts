import { AgentText, type VaultObject, type VaultValue } from "../model/types";
import { VaultNumber } from "../model/vault-number";

type Container = VaultObject | VaultValue[];
type Copy = (from: Container) => Container;

const marks = { reference: "$env", text: "$join" };
const looksLikeMark = /^\$+(?:env|join)$/;

/**
 * A copy for JSON and YAML, which know no references. A value with a fallback is its fallback; what only a client's
 * environment can answer is `{"$env": "NAME"}`, `{"$env": "?NAME"}` where it may go without, and `{"$join": [...]}`
 * inside a longer text. An object of the vault's own that looks so gets one more `$`. With `isSpelt`, only references
 * to these names are written so.
 */
export function spellReferences(
  value: VaultObject,
  isSpelt: (name: string) => boolean = () => true,
): VaultObject {
  const spelt: VaultObject = {};
  const work: [Container, Container][] = [[value, spelt]];
  const copy: Copy = (from) => {
    const into: Container = Array.isArray(from) ? [] : {};
    work.push([from, into]);
    return into;
  };
  for (let next = work.pop(); next; next = work.pop()) {
    const [from, into] = next;
    const entries = Object.entries(from);
    for (const [name, item] of entries) {
      const isMark = !Array.isArray(from) && entries.length === 1 && looksLikeMark.test(name);
      (into as VaultObject)[isMark ? `$${name}` : name] =
        item instanceof AgentText ? spell(item, isSpelt, copy) : copied(item, copy);
    }
  }
  return spelt;
}

function spell(first: AgentText, isSpelt: (name: string) => boolean, copy: Copy): VaultValue {
  const texts: AgentText[] = [];
  let last: VaultValue | undefined = first;
  for (; last instanceof AgentText; last = last.otherwise) texts.push(last);
  const fallback = last === undefined ? undefined : copied(last, copy);
  const isAnySpelt = texts.some(({ parts }) =>
    parts.some((part) => typeof part !== "string" && isSpelt(part.name)),
  );
  if (isAnySpelt) return fallback === undefined ? reference(texts.at(-1)!) : fallback;
  return texts.reduceRight<VaultValue | undefined>(
    (otherwise, { parts }) => new AgentText(parts, otherwise),
    fallback,
  )!;
}

function copied(value: Exclude<VaultValue, AgentText>, copy: Copy): VaultValue {
  return typeof value === "object" && value !== null && !(value instanceof VaultNumber) ? copy(value) : value;
}

function reference({ parts }: AgentText): VaultValue {
  const spelt = parts.map((part): VaultValue => {
    return typeof part === "string" ? part : { [marks.reference]: `${part.optional ? "?" : ""}${part.name}` };
  });
  return spelt.length === 1 ? spelt[0]! : { [marks.text]: spelt };
}
