import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseVault } from "../parse";
import { maskSecrets } from "./mask";

const folder = path.join(import.meta.dirname, "../fixtures/pasted");

test.each<[string, string[], string[]]>([
  [
    "b9-file-netrc.conf",
    ["hunter2secret", "AAAA"],
    ["~/.netrc", "machine github.com", "~/gs.json", "service_account"],
  ],
  [
    "b13-docker-e.conf",
    [
      "abc",
      "zzz",
      "hf_abcdefghijklmnopqrst",
      "=pw",
      "pw2",
      "pw3",
      "tok123",
      "u:pw@",
      "npm_aaaaaaaaaaaaaaaaaaaaaaaaa",
      "hunter2",
      "abcdef123456",
    ],
    ["--env-file", "GIT_PASS", "https://github.com", "registry.example", "curl -H"],
  ],
])("the secrets of %s are hidden, and nothing else", (file, secrets, kept) => {
  const { value } = parseVault(readFileSync(path.join(folder, file), "utf8"), "hocon");
  const shown = JSON.stringify(maskSecrets(value ?? {}));
  for (const secret of secrets) expect(shown).not.toContain(secret);
  for (const text of kept) expect(shown).toContain(text);
});
