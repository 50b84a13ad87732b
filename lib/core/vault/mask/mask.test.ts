import { describe, expect, it } from "vitest";
import { AgentText, type VaultObject } from "../model/types";
import { vaultNumber } from "../model/vault-number";
import { maskSecrets } from "./mask";
import { maskedText } from "./masked-text";
import { isSecretName } from "./secret-names";

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
    ["-eDB_PASS=abc", `-eDB_PASS=${maskedText}`],
    ["-e DB_PASS=a b", `-e DB_PASS=${maskedText}`],
    ["--env DB_PASS=abc", `--env DB_PASS=${maskedText}`],
    ["docker run -e A=1 -e HF_TOKEN=abc img", `docker run -e A=1 -e HF_TOKEN=${maskedText} img`],
    ["export A_TOKEN='a b' && run", `export A_TOKEN='${maskedText}' && run`],
    [
      "curl -H 'Authorization: Bearer abc' https://x",
      `curl -H 'Authorization: Bearer ${maskedText}' https://x`,
    ],
    ['-H "PRIVATE-TOKEN: abc"', `-H "PRIVATE-TOKEN: ${maskedText}"`],
    ["curl -u bob:abc https://x", `curl -u bob:${maskedText} https://x`],
    ["--user 1000:1000", "--user 1000:1000"],
    ["docker login -u bob -p abc registry", `docker login -u bob -p ${maskedText} registry`],
    ["docker login --password-stdin", "docker login --password-stdin"],
    ["mkdir -p data", "mkdir -p data"],
    ["az login --password abc", `az login --password ${maskedText}`],
    ["npm config set //r/:_authToken abc", `npm config set //r/:_authToken ${maskedText}`],
    [
      "pip config set global.index-url https://u:abc@h/s",
      `pip config set global.index-url https://u:${maskedText}@h/s`,
    ],
    ["AccountName=a;AccountKey=abc==;X=y", `AccountName=a;AccountKey=${maskedText};X=y`],
    ["https://a/x?sv=1&sig=abc", `https://a/x?sv=1&sig=${maskedText}`],
    ["echo 'machine h login u password abc' > f", `echo 'machine h login u password ${maskedText}' > f`],
    ["use ghp_0123456789abcdefghij0123 here", `use ${maskedText} here`],
    ["MY_TOKEN=$MY_TOKEN", "MY_TOKEN=$MY_TOKEN"],
    ["-e TOKENIZERS_PARALLELISM=false", "-e TOKENIZERS_PARALLELISM=false"],
    ["the password is long", "the password is long"],
    ["-v /a:/b:ro --shm-size=8g", "-v /a:/b:ro --shm-size=8g"],
    ["pip<20; python_version < '3.10'", "pip<20; python_version < '3.10'"],
  ])("hides by looks: %j", (text, masked) => {
    expect(maskSecrets({ a: text, b: [text] })).toEqual({ a: masked, b: [masked] });
  });

  it("hides the item behind an option that takes a secret", () => {
    expect(maskSecrets({ a: ["--password", "x", "--name", "y", "--token", "--z"] })).toEqual({
      a: ["--password", maskedText, "--name", "y", "--token", "--z"],
    });
  });

  it.each<[string, unknown, unknown]>([
    ["~/.netrc", "machine h login bob password abc", `machine h login bob password ${maskedText}`],
    [
      "~/_netrc",
      "machine h\n  login bob\n  password abc\n",
      `machine h\n  login bob\n  password ${maskedText}\n`,
    ],
    ["~/.pgpass", "db:5432:a:bob:abc", `db:5432:a:bob:${maskedText}`],
    ["~/.git-credentials", "https://bob:abc@github.com\n", `https://bob:${maskedText}@github.com\n`],
    [
      "~/.aws/credentials",
      "[default]\naws_access_key_id = AK\naws_secret_access_key = abc\nregion = eu\n",
      `[default]\naws_access_key_id = ${maskedText}\naws_secret_access_key = ${maskedText}\nregion = eu\n`,
    ],
    [
      "~/.docker/config.json",
      '{"auths": {"r.example": {"auth": "abc="}}, "credsStore": "x"}',
      `{"auths": {"r.example": {"auth": "${maskedText}"}}, "credsStore": "x"}`,
    ],
    [
      "~/.docker/config.json",
      { auths: { "r.example": { auth: "abc=", identitytoken: "d", email: "e" } } },
      { auths: { "r.example": { auth: maskedText, identitytoken: maskedText, email: "e" } } },
    ],
    [
      "~/.kube/config",
      "users:\n- name: bob\n  user:\n    token: abc\n    client-key-data: def\n",
      `users:\n- name: bob\n  user:\n    token: ${maskedText}\n    client-key-data: ${maskedText}\n`,
    ],
    [
      "~/.kube/config",
      { users: [{ user: { "client-key-data": "d" } }] },
      { users: [{ user: { "client-key-data": maskedText } }] },
    ],
    [
      "/etc/pip.conf",
      "[global]\nindex-url = https://u:abc@h/simple\n",
      `[global]\nindex-url = https://u:${maskedText}@h/simple\n`,
    ],
    ["~/.npmrc", "//r.example/:_authToken=abc\n", `//r.example/:_authToken=${maskedText}\n`],
    [
      "~/.kaggle/kaggle.json",
      '{"username": "bob", "key": "abc"}',
      `{"username": "bob", "key": "${maskedText}"}`,
    ],
    ["~/.ssh/id_ed25519", "abc", maskedText],
    [
      "~/.ssh/deploy",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n",
      `${maskedText}\n`,
    ],
    ["/etc/ssl/client.key", "abc", maskedText],
    ["~/.cache/huggingface/token", "abc", maskedText],
    ["~/.gitconfig", "[user]\n  name = Bob\n", "[user]\n  name = Bob\n"],
    ["~/.ssh/known_hosts", "h ssh-ed25519 AAAA", "h ssh-ed25519 AAAA"],
  ])("hides what is secret in the file %s: %j", (path, contents, shown) => {
    const files = (inside: unknown) => ({ files: { one: { path, contents: inside } } }) as VaultObject;
    expect(maskSecrets(files(contents))).toEqual(files(shown));
  });

  it("hides all of a file that is encoded", () => {
    expect(maskSecrets({ files: { f: { path: "x", format: "base64", contents: "YWJj" } } })).toEqual({
      files: { f: { path: "x", format: "base64", contents: maskedText } },
    });
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
    for (const piece of [
      "eyJ-",
      "a.b:",
      "-u a:",
      "set a.token ",
      "password=",
      "a='",
      "bearer ",
      "-----BEGIN PRIVATE KEY-----",
    ]) {
      expect(maskSecrets({ a: piece.repeat(250_000 / piece.length) }).a).toBeTypeOf("string");
    }
    expect(maskSecrets({ a: long, b: "=".repeat(200_000), c: `${"a".repeat(200_000)}=x` }).b).toHaveLength(
      200_000,
    );
  });
});
