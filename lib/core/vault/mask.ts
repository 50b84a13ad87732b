import { AgentText, type VaultObject, type VaultValue } from "./types";
import { VaultNumber } from "./vault-number";

export const maskedText = "••••••••";

const secretWords = new Set([
  "pass",
  "passwd",
  "password",
  "passphrase",
  "pwd",
  "secret",
  "token",
  "auth",
  "credential",
  "apikey",
  "privatekey",
  "sas",
  "bearer",
  "dsn",
]);
const secretPairs = [
  "api_key",
  "access_key",
  "account_key",
  "secret_key",
  "private_key",
  "signing_key",
  "encryption_key",
  "ssh_key",
  "host_key",
  "storage_key",
  "connection_string",
];

const shapes = [
  /^gh[oprsu]_[A-Za-z0-9]{20,}/,
  /^github_pat_\w{20,}/,
  /^gl(?:pat|dt|ft|rt)-[\w-]{16,}/,
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  /^hf_[A-Za-z0-9]{16,}/,
  /^sk-[\w-]{16,}/,
  /^xox[abeoprs]-[\w-]{8,}/,
  /^AIza[\w-]{30,}/,
  /^npm_[A-Za-z0-9]{20,}/,
  /^pypi-[\w-]{20,}/,
  /^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/,
];

/** A copy for showing: what is secret by the name of its key or by its looks is hidden, all else is as it was. */
export function maskSecrets(value: VaultObject): VaultObject {
  const masked: VaultObject = {};
  const work: { from: VaultObject | VaultValue[]; into: VaultObject | VaultValue[]; secret: boolean }[] = [
    { from: value, into: masked, secret: false },
  ];
  for (let next = work.pop(); next; next = work.pop()) {
    const { from, into, secret } = next;
    for (const [name, item] of Object.entries(from)) {
      const hidden = Array.isArray(from) ? secret : isSecretName(name);
      (into as Record<string, VaultValue>)[name] = maskItem(item, hidden, (child) => {
        const copy = Array.isArray(child) ? [] : {};
        work.push({ from: child, into: copy, secret: hidden });
        return copy;
      });
    }
  }
  return masked;
}

function maskItem(
  item: VaultValue,
  secret: boolean,
  copy: (child: VaultObject | VaultValue[]) => VaultValue,
): VaultValue {
  if (item === null || typeof item === "boolean") return item;
  if (typeof item === "string") return item !== "" && secret ? maskedText : maskText(item);
  if (item instanceof VaultNumber) return secret ? maskedText : item;
  if (item instanceof AgentText) {
    const parts = item.parts.map((part) =>
      typeof part === "string" && part !== "" && secret ? maskedText : part,
    );
    return new AgentText(
      parts,
      item.otherwise === undefined ? undefined : maskItem(item.otherwise, secret, copy),
    );
  }
  return copy(item);
}

/** Whether a key of this name holds a secret: `git_pass`, `AWS_SECRET_ACCESS_KEY`, `apiKey`. */
export function isSecretName(name: string): boolean {
  if (name === "key") return true;
  const words = name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.some((word) => secretWords.has(word) || secretWords.has(word.replace(/s$/, "")))) {
    return !words.includes("credentials");
  }
  const joined = `_${words.join("_")}_`;
  return secretPairs.some((pair) => joined.includes(`_${pair}_`));
}

/** Hides a secret inside a text that shows what it is: a known token, a password in an address, `NAME=secret`. */
function maskText(text: string): string {
  const start = text.slice(0, 4096);
  if (shapes.some((shape) => shape.test(start))) return maskedText;
  const address = hideAddressPassword(text);
  const assignment = /^(?:-e |--env[= ])?([A-Za-z_][\w-]{0,100})=(?=.)/.exec(address);
  if (assignment?.[1] && isSecretName(assignment[1])) return `${assignment[0]}${maskedText}`;
  return address;
}

/** `https://user:password@host`: found by hand, since a pattern for it can take time that grows with the square. */
function hideAddressPassword(text: string): string {
  let out = "";
  let from = 0;
  for (let scheme = text.indexOf("://"); scheme >= 0; scheme = text.indexOf("://", from)) {
    const start = scheme + 3;
    let end = start;
    let at = -1;
    while (end < text.length && !/[\s/"'<>]/.test(text[end]!)) {
      if (text[end] === "@") at = end;
      end += 1;
    }
    if (at > start) {
      const colon = text.slice(start, at).indexOf(":");
      const user = colon < 0 ? "" : text.slice(start, start + colon + 1);
      out += `${text.slice(from, start)}${user}${maskedText}`;
      from = at;
    } else {
      out += text.slice(from, end);
      from = end;
    }
  }
  return out + text.slice(from);
}
