import type { Problem, Written } from "./document";
import type { TreeList, TreeMap, TreeNode } from "./yaml-tree";

/** Reads the fields of one map; what is wrong with it is added to `problems`, and the answers are then of no use. */
export class MapReader {
  private readonly fields = new Map<string, { at: number; value: TreeNode }>();
  readonly at: number;

  constructor(
    node: TreeNode,
    known: readonly string[],
    private readonly problems: Problem[],
  ) {
    this.at = node.at;
    if (node.kind !== "map") {
      this.tell(node.at, `Write keys and values here: ${known.join(", ")}.`);
      return;
    }
    for (const { key, at, value } of (node as TreeMap).fields) {
      if (known.includes(key)) this.fields.set(key, { at, value });
      else this.tell(at, `This key is not known here. Use ${known.join(", ")}.`);
    }
  }

  has(key: string): boolean {
    return this.fields.has(key);
  }

  /** Those of the keys that are there, in their order. */
  present<Key extends string>(keys: readonly Key[]): Key[] {
    return keys.filter((key) => this.fields.has(key));
  }

  tell(at: number, message: string): void {
    this.problems.push({ at, message });
  }

  text(key: string): Written {
    const field = this.fields.get(key);
    if (!field) {
      this.tell(this.at, `“${key}” is missing.`);
      return { text: "", at: this.at };
    }
    const { value } = field;
    if (value.kind === "text" && value.text !== "") return { text: value.text, at: value.at };
    this.tell(value.kind === "text" ? field.at : value.at, `Write one text for “${key}”.`);
    return { text: "", at: field.at };
  }

  /** A text that may be empty, or left out. */
  textIfAny(key: string): Written | undefined {
    const field = this.fields.get(key);
    if (!field) return undefined;
    const { value } = field;
    if (value.kind === "text") return { text: value.text, at: value.at };
    this.tell(value.at, `Write one text for “${key}”.`);
    return undefined;
  }

  oneOf<Value extends string>(key: string, values: readonly Value[]): Value {
    const { text, at } = this.text(key);
    const found = values.find((value) => value === text);
    if (found === undefined && text !== "") {
      this.tell(at, `“${key}” must be ${listed(values)}.`);
    }
    return found ?? values[0]!;
  }

  /** Texts; none where the key is left out. */
  texts(key: string): Written[] {
    return this.items(key).flatMap((item) => {
      if (item.kind === "text" && item.text !== "") return [{ text: item.text, at: item.at }];
      this.tell(item.at, `Each entry of “${key}” must be one text.`);
      return [];
    });
  }

  items(key: string): TreeNode[] {
    const field = this.fields.get(key);
    if (!field) return [];
    if (field.value.kind === "list") return (field.value as TreeList).items;
    this.tell(field.at, `“${key}” must be a list. Write [] for an empty one.`);
    return [];
  }
}

function listed(values: readonly string[]): string {
  return values.length > 1 ? `${values.slice(0, -1).join(", ")} or ${values.at(-1)}` : `${values[0]}`;
}
