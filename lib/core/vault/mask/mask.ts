import { AgentText, type VaultObject, type VaultValue } from "../model/types";
import { VaultNumber } from "../model/vault-number";
import { maskedText } from "./masked-text";
import { type FileKind, fileKind, isSecretInFile, maskFileText } from "./secret-files";
import { isSecretName } from "./secret-names";
import { isSecretOption, maskText } from "./secret-text";

interface Work {
  from: VaultObject | VaultValue[];
  into: VaultObject | VaultValue[];
  secret: boolean;
  depth: number;
  /** The file that this is the contents of, or the group that describes one. */
  file: FileKind | undefined;
}

/** A copy for showing: what is secret by the name of its key or by its looks is hidden, all else is as it was. */
export function maskSecrets(value: VaultObject): VaultObject {
  const masked: VaultObject = {};
  const work: Work[] = [{ from: value, into: masked, secret: false, depth: 0, file: undefined }];
  for (let next = work.pop(); next; next = work.pop()) {
    const { from, into, secret, depth, file } = next;
    const isFiles = depth === 1 && from === value.files;
    let previous: VaultValue | undefined;
    for (const [name, item] of Object.entries(from)) {
      const inside = isFiles ? fileKind(item) : file;
      const isContents = inside !== undefined && (depth > 2 || name === "contents");
      const hidden = Array.isArray(from)
        ? secret || (typeof previous === "string" && isSecretOption(previous) && !startsOption(item))
        : isSecretName(name) ||
          (isContents && (isSecretInFile(name) || (name === "contents" && inside.isSecret)));
      (into as Record<string, VaultValue>)[name] = maskItem(
        item,
        hidden,
        isContents ? inside : undefined,
        (child) => {
          const copy = Array.isArray(child) ? [] : {};
          work.push({ from: child, into: copy, secret: hidden, depth: depth + 1, file: inside });
          return copy;
        },
      );
      previous = item;
    }
  }
  return masked;
}

function startsOption(item: VaultValue): boolean {
  return typeof item !== "string" || item.startsWith("-");
}

function maskItem(
  item: VaultValue,
  secret: boolean,
  file: FileKind | undefined,
  copy: (child: VaultObject | VaultValue[]) => VaultValue,
): VaultValue {
  if (item === null || typeof item === "boolean") return item;
  const hide = (text: string) =>
    text !== "" && secret ? maskedText : file ? maskFileText(file, text) : maskText(text);
  if (typeof item === "string") return hide(item);
  if (item instanceof VaultNumber) return secret ? maskedText : item;
  if (item instanceof AgentText) {
    const parts = item.parts.map((part) => (typeof part === "string" ? hide(part) : part));
    return new AgentText(
      parts,
      item.otherwise === undefined ? undefined : maskItem(item.otherwise, secret, file, copy),
    );
  }
  return copy(item);
}
