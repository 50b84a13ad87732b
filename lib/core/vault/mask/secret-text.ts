import { maskedText } from "./masked-text";
import { isSecretName } from "./secret-names";

const tokens = [
  /\bgh[oprsu]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /(?<![\w-])gl(?:pat|dt|ft|rt)-[\w-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bhf_[A-Za-z0-9]{16,}/g,
  /(?<![\w-])sk-[\w-]{16,}/g,
  /(?<![\w-])xox[abeoprs]-[\w-]{8,}/g,
  /(?<![\w-])AIza[\w-]{30,}/g,
  /\bnpm_[A-Za-z0-9]{20,}/g,
  /(?<![\w-])pypi-[\w-]{20,}/g,
  /(?<![\w-])eyJ[\w-]{8,4096}\.[\w-]{8,4096}\.[\w-]{0,4096}/g,
  /(?<=\/t\/)[A-Za-z]{2}-[0-9a-f-]{20,100}/g,
];

/** Hides the secrets inside a text: known tokens, passwords in addresses, `NAME=secret`, headers and options. */
export function maskText(text: string, isSecretToo: (name: string) => boolean = () => false): string {
  const assignment = /^(?:-e\s{0,4}|--env[= ])?([A-Za-z_][\w-]{0,100})=(?=[^$])/.exec(text);
  if (assignment?.[1] && isSecretName(assignment[1])) return `${assignment[0]}${maskedText}`;
  let masked = hidePrivateKeys(text);
  masked = hideAddressPassword(masked);
  for (const token of tokens) masked = masked.replace(token, maskedText);
  return hideOptions(hideAssignments(hideHeaders(masked), isSecretToo));
}

function hidePrivateKeys(text: string): string {
  let out = "";
  let from = 0;
  const begin = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g;
  const end = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g;
  for (let found = begin.exec(text); found; found = begin.exec(text)) {
    end.lastIndex = found.index;
    const close = end.exec(text);
    out += text.slice(from, found.index) + maskedText;
    from = close ? close.index + close[0].length : text.length;
    begin.lastIndex = from;
  }
  return out + text.slice(from);
}

/** `Authorization: Bearer …`, and headers whose names are those of secrets. */
function hideHeaders(text: string): string {
  return text
    .replace(
      /\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?)((?:bearer|basic|token|digest|negotiate)\s{1,4})?([^\s"',;]{1,4096})/gi,
      (_, name: string, scheme = "") => `${name}${scheme}${maskedText}`,
    )
    .replace(/\b(bearer\s{1,4})([\w.~+/=-]{6,4096})/gi, (_, scheme: string) => `${scheme}${maskedText}`);
}

/**
 * `NAME=secret`, `NAME: secret` and `"NAME": "secret"`, alone, behind -e, or one of many in a longer text. Names are
 * found from their separator backwards, so that time grows with the length of the text alone.
 */
function hideAssignments(text: string, isSecretToo: (name: string) => boolean): string {
  const separator = /[=:]/g;
  let out = "";
  let from = 0;
  for (let found = separator.exec(text); found; found = separator.exec(text)) {
    const { index } = found;
    if (index < from) continue;
    const before = /([A-Za-z_$][\w.-]{0,100})(["']?[ \t]?)$/.exec(
      text.slice(Math.max(from, index - 110), index),
    );
    const name = before?.[1];
    if (name === undefined) continue;
    const isQuoted = /["']/.test(before![2]!);
    if (!isSecretToo(name) && !isSecretAssignment(name, isQuoted)) continue;
    const after =
      /^[ \t]{0,4}("(?:[^"\\\n]|\\.){0,4096}"?|'[^'\n]{0,4096}'?|[^\s"',;&{[][^\s"',;&]{0,4096})/.exec(
        text.slice(index + 1, index + 4200),
      );
    const value = after?.[1];
    if (value === undefined || !isValue(value, found[0]!, text, index)) continue;
    const start = index + 1 + after![0].length - value.length;
    const quote = /^["']/.exec(value)?.[0] ?? "";
    const isClosed = quote !== "" && value.length > 1 && value.endsWith(quote);
    out += `${text.slice(from, start)}${quote}${maskedText}${isClosed ? quote : ""}`;
    from = start + value.length;
    separator.lastIndex = from;
  }
  return out + text.slice(from);
}

/** `key` alone means a secret in the text of a JSON file and nowhere else. */
function isSecretAssignment(name: string, isQuoted: boolean): boolean {
  const bare = name.replace(/^-+/, "").split(".").at(-1)!;
  if (bare === "key") return isQuoted;
  return isSecretName(bare) || /^(?:sig|[\w-]*signature)$/i.test(bare);
}

function isValue(value: string, mark: string, text: string, index: number): boolean {
  if (value === '""' || value === "''" || value.startsWith(maskedText) || value.includes(maskedText))
    return false;
  if (/^(?:\$|%\w+%|\{\{|true$|false$|null$|none$)/i.test(value.replace(/^["']/, ""))) return false;
  return !(mark === ":" && (text.startsWith("//", index + 1) || text[index + 1] === ":"));
}

const signIn = /^(?:login|sshpass|mysql|mysqldump|mariadb|smbclient)$/;

/** `--password secret`, `docker login -p secret`, `-u user:secret`, `config set …password secret`: word by word. */
function hideOptions(text: string): string {
  if (!/(?:^|\s)(?:--?[a-z]|password\b)|\b(?:set|config)\s/i.test(text)) return text;
  const pieces = text.split(/(\s+)/);
  let command = "";
  let isSetting = false;
  let isNetrc = false;
  for (let index = 0; index < pieces.length; index += 2) {
    const word = pieces[index]!;
    const next = index + 2;
    const takesNext =
      isSecretOption(word) ||
      (word === "-p" && command !== "") ||
      (isSetting &&
        /[.:](?:[\w-]*(?:password|_authtoken|token|secret|api[_-]?key))$|^pypi-token\./i.test(word)) ||
      (isNetrc && word === "password");
    if (signIn.test(word)) command = word;
    else if (/^(?:set|config)$/.test(word)) isSetting = true;
    else if (word === "machine" || word.endsWith("'machine") || word.endsWith('"machine')) isNetrc = true;
    else if (/[;|&]$/.test(word)) {
      command = "";
      isSetting = false;
    }
    if (takesNext && next < pieces.length) pieces[next] = hideWord(pieces[next]!);
    else if (/^(?:-u|--user)$/.test(word) && next < pieces.length) {
      pieces[next] = pieces[next]!.replace(/^(["']?[^\s:"'/]{1,200}:)(?!\d+$)([^\s"'/]+)/, `$1${maskedText}`);
    } else if (/^-p./.test(word) && command !== "" && command !== "login") pieces[index] = `-p${maskedText}`;
  }
  return pieces.join("");
}

function hideWord(word: string): string {
  if (word === "" || word.startsWith("-") || word.startsWith("$") || word.includes(maskedText)) return word;
  const quote = /^["']/.exec(word)?.[0] ?? "";
  const behind = /["']?[;|&)]*$/.exec(word)![0];
  return `${quote}${maskedText}${behind}`;
}

/** An option that takes a secret: its name says so, and it is no file that one is read from. */
export function isSecretOption(option: string): boolean {
  const name = option.replace(/^-+/, "");
  return option.startsWith("--") && !/(?:file|stdin|path|env|name|prompt)$/.test(name) && isSecretName(name);
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
