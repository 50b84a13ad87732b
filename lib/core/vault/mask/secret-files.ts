import type { VaultValue } from "../model/types";
import { maskedText } from "./masked-text";
import { maskText } from "./secret-text";

/** What is known of a file that a vault writes. */
export interface FileKind {
  /** Nothing of it may be shown. */
  isSecret: boolean;
  /** More to hide than what shows itself as a secret. */
  patterns: readonly RegExp[];
}

/** By the end of the file's path. Each pattern keeps its first group and hides its second. */
const kinds: [RegExp, readonly RegExp[]][] = [
  [/[._]?netrc$/, [/(\b(?:password|account)\s{1,20})("[^"\n]*"|\S+)/g]],
  [/\.?pgpass(?:\.conf)?$/, [/^((?:(?:[^:\\\n]|\\.){0,200}:){4})(.+)$/gm]],
  [/\.?htpasswd$/, [/^([^:\n]{0,200}:)(.+)$/gm]],
];

const secretPaths = [
  /\.(?:pem|key|p12|pfx|jks|keystore|ppk)$/i,
  /[\\/](?:id_(?:rsa|dsa|ecdsa|ed25519)\w*|ssh_host_\w+_key|identity)$/,
  /[\\/]\.?(?:huggingface[\\/](?:token|stored_tokens)|vault-token|git-crypt-key|erlang\.cookie)$/,
  /[\\/][\w.-]*(?:token|secret|password)s?(?:\.txt)?$/i,
];

const namesInFiles =
  /^(?:auth|identitytoken|registrytoken|_auth|_authtoken|_password|client-key-data|client-certificate-data|id-token|refresh-token|access-token)$/i;

export function fileKind(file: VaultValue): FileKind | undefined {
  if (file === null || typeof file !== "object" || Array.isArray(file)) return undefined;
  const { path, format } = file as Record<string, unknown>;
  const name = typeof path === "string" ? path.slice(-500).trim() : "";
  return {
    isSecret:
      (typeof format === "string" && format.toLowerCase() === "base64") ||
      secretPaths.some((pattern) => pattern.test(name)),
    patterns: kinds.find(([pattern]) => pattern.test(name))?.[1] ?? [],
  };
}

/** Names that mean a secret in the files of Docker, Kubernetes and package managers. */
export function isSecretInFile(name: string): boolean {
  return namesInFiles.test(name);
}

export function maskFileText({ isSecret, patterns }: FileKind, contents: string): string {
  if (isSecret && contents !== "") return maskedText;
  const text = patterns.reduce(
    (masked, pattern) => masked.replace(pattern, (_, kept: string) => `${kept}${maskedText}`),
    contents,
  );
  return maskText(text, isSecretInFile);
}
