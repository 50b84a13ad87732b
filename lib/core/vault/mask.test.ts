import { describe, expect, it } from "vitest";
import { isSecretName, maskedText, maskSecrets } from "./mask";
import { AgentText } from "./types";
import { vaultNumber } from "./vault-number";

describe("isSecretName", () => {
  it.each([
    "git_pass",
    "password",
    "PASSWORD",
    "db-password",
    "HF_TOKEN",
    "tokens",
    "AWS_SECRET_ACCESS_KEY",
    "secret",
    "secret_key",
    "access_key",
    "account_key",
    "apiKey",
    "apikey",
    "API_KEY",
    "sshKey",
    "privateKey",
    "storage_connection_string",
    "key",
    "auth",
    "passphrase",
  ])("%s is one", (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    "git_user",
    "monkey",
    "keyboard",
    "author",
    "bucket",
    "region",
    "passing",
    "tokenizer",
    "credentials",
    "credentials_json",
    "public_key_path_x",
    "compass",
    "",
    "host",
    "keys_of_life",
  ])("%s is none", (name) => expect(isSecretName(name)).toBe(false));
});

describe("maskSecrets", () => {
  it("hides by name, through lists and groups", () => {
    const value = {
      agent: { git_user: "u", git_pass: "p", empty_pass: "" },
      sdk: { aws: { s3: { key: "k", secret: "s", region: "r", credentials: [{ bucket: "b", key: "k" }] } } },
      tokens: ["a", ["b", { c: "d", n: vaultNumber("1") }], vaultNumber("5"), true, null],
      password: { hint: "x" },
      pin_secret: vaultNumber("1234"),
      no_secret: false,
    };
    expect(maskSecrets(value)).toEqual({
      agent: { git_user: "u", git_pass: maskedText, empty_pass: "" },
      sdk: {
        aws: {
          s3: {
            key: maskedText,
            secret: maskedText,
            region: "r",
            credentials: [{ bucket: "b", key: maskedText }],
          },
        },
      },
      tokens: [maskedText, [maskedText, { c: "d", n: 1 }], maskedText, true, null],
      password: { hint: "x" },
      pin_secret: maskedText,
      no_secret: false,
    });
    expect(value.agent.git_pass).toBe("p");
  });

  it.each([
    ["ghp_0123456789abcdefghij0123", maskedText],
    ["github_pat_0123456789abcdefghij0123", maskedText],
    ["glpat-0123456789abcdefghij", maskedText],
    ["AKIA0123456789ABCDEF", maskedText],
    ["hf_0123456789abcdefghij", maskedText],
    ["sk-0123456789abcdefghij", maskedText],
    ["xoxb-0123456789", maskedText],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", maskedText],
    ["-----BEGIN RSA PRIVATE KEY-----\nx", maskedText],
    ["https://user:pass@host/x", `https://user:${maskedText}@host/x`],
    [
      "clone https://token@host/x and https://u:p@h",
      `clone https://${maskedText}@host/x and https://u:${maskedText}@h`,
    ],
    ["https://host/x@y", "https://host/x@y"],
    ["https://@host", "https://@host"],
    ["MY_TOKEN=abc", `MY_TOKEN=${maskedText}`],
    ["-e MY_TOKEN=abc", `-e MY_TOKEN=${maskedText}`],
    ["--env=MY_TOKEN=abc", `--env=MY_TOKEN=${maskedText}`],
    ["MY_TOKEN=", "MY_TOKEN="],
    ["FOO=bar", "FOO=bar"],
    ["--ipc=host", "--ipc=host"],
    ["plain text", "plain text"],
  ])("hides by looks: %j", (text, masked) => {
    expect(maskSecrets({ a: text, b: [text] })).toEqual({ a: masked, b: [masked] });
  });

  it("keeps what names only the agent's variables", () => {
    const reference = { name: "X", optional: true };
    const value = { git_pass: new AgentText(["p", "", reference], "q"), b: new AgentText(["p", reference]) };
    expect(maskSecrets(value)).toEqual({
      git_pass: new AgentText([maskedText, "", reference], maskedText),
      b: new AgentText(["p", reference]),
    });
  });

  it("takes no longer for a long text", () => {
    const long = "a://".repeat(60_000) + "@".repeat(1000);
    expect(maskSecrets({ a: long, b: "=".repeat(200_000), c: `${"a".repeat(200_000)}=x` }).b).toHaveLength(
      200_000,
    );
  });
});
