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
