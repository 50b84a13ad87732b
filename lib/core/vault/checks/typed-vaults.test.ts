import { describe, expect, test } from "vitest";
import { doVaultWork } from "../vault-work";
import { checkVault } from "./check-vault";
import { readStorageCredentials } from "./storage-credentials";

const found = (text: string, target: Parameters<typeof checkVault>[2], format: "hocon" | "json" = "hocon") =>
  checkVault(text, format, target).diagnostics.map(
    ({ severity, code, range }) => `${severity} ${code} ${range.start.line}:${range.start.column}`,
  );

describe("UI storage credentials", () => {
  const row = '{ bucket: "data", key: "AKIA", secret: "s3cr3t", region: "eu-west-1", host: "minio:9000" }';

  test.each<[string, string, string[]]>([
    ["a row with all but a token", `credentials: [${row}]`, []],
    ["nothing", "", []],
    ["no credentials", "credentials: []", []],
    ["what clients read", "sdk.aws.s3.key = x", ["error unknown-key 1:1"]],
    ["a group instead of a list", `credentials: ${row}`, ["error not-a-list 1:1"]],
    ["a text in the list", 'credentials: ["data"]', ["error not-credentials 1:15"]],
    ["an unknown key", "credentials: [{ bucket: b, secret: s, scrt: x }]", ["error unknown-key 1:39"]],
    ["a number", "credentials: [{ bucket: b, secret: 12 }]", ["error not-a-text 1:36"]],
    ["a reference", `credentials: [{ bucket: b, secret: \${S} }]`, ["error reference-in-browser 1:36"]],
    ["no bucket", "credentials: [\n  { secret: s }\n]", ["error missing-key 2:3"]],
    ["an empty secret", 'credentials: [{ bucket: b, secret: "" }]', ["error missing-key 1:28"]],
    [
      "a bucket twice",
      "credentials: [{ bucket: b, secret: s }\n{ bucket: b, secret: t }]",
      ["warning bucket-twice 2:1"],
    ],
    [
      "a bucket on two hosts",
      "credentials: [{ bucket: b, secret: s }, { bucket: b, host: h, secret: t }]",
      [],
    ],
    ["a text that can’t be read", "credentials: [", ["error unclosed 1:15"]],
  ])("with %s", (_, text, expected) => {
    expect(found(text, "ui_storage_credentials")).toEqual(expected);
  });

  test("are read as rows, with what is not given empty", () => {
    const { parsed } = checkVault(`credentials: [${row}]`, "hocon", "ui_storage_credentials");
    expect(readStorageCredentials(parsed.value ?? {})).toEqual([
      { bucket: "data", key: "AKIA", secret: "s3cr3t", token: "", region: "eu-west-1", host: "minio:9000" },
    ]);
  });

  test.each([
    [`credentials: [${row}, ${row}]`, 2],
    ["", 0],
    ["credentials: [", undefined],
  ])("%s are counted", (text, count) => {
    const order = { kind: "prepare", text, format: "hocon", target: "ui_storage_credentials" } as const;
    expect(doVaultWork(order).credentialCount).toBe(count);
  });
});

describe("SSH host keys", () => {
  const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA\\n-----END OPENSSH PRIVATE KEY-----\\n";
  const pair = `"ssh_host_ed25519_key": "${privateKey}", "ssh_host_ed25519_key__pub": "ssh-ed25519 AAAAC3"`;

  test.each<[string, string, string[]]>([
    ["a pair", `{${pair}}`, []],
    ["nothing", "{}", []],
    [
      "another pair",
      `{${pair}, "ssh_host_ecdsa_key": "-----BEGIN EC PRIVATE KEY-----\\nA", "ssh_host_ecdsa_key__pub": "ecdsa-sha2-nistp256 AAAA"}`,
      [],
    ],
    ["an unknown key", `{${pair},\n"password": "x"}`, ["error unknown-key 2:1"]],
    ["a public key alone", '{"ssh_host_rsa_key__pub": "ssh-rsa AAAA"}', ["error missing-key 1:2"]],
    ["a private key alone", `{"ssh_host_rsa_key": "${privateKey}"}`, ["error missing-key 1:2"]],
    [
      "the two changed over",
      `{"ssh_host_rsa_key": "ssh-rsa AAAA", "ssh_host_rsa_key__pub": "${privateKey}"}`,
      ["error no-private-key 1:22", "error no-public-key 1:63"],
    ],
    ["a number", '{"ssh_host_rsa_key": 1, "ssh_host_rsa_key__pub": "ssh-rsa A"}', ["error not-a-text 1:22"]],
  ])("with %s", (_, text, expected) => {
    expect(found(text, "remote_session_ssh_server", "json")).toEqual(expected);
  });

  test("can’t come from the environment", () => {
    const text = `ssh_host_rsa_key = \${KEY}\nssh_host_rsa_key__pub = "ssh-rsa AAAA"`;
    expect(found(text, "remote_session_ssh_server")).toEqual(["error reference-in-json 1:20"]);
  });

  test("are served as JSON that says the same", () => {
    const order = { kind: "prepare", format: "json", target: "remote_session_ssh_server" } as const;
    const { canonical } = doVaultWork({ ...order, text: `{${pair}}` });
    expect(JSON.parse(canonical ?? "")).toEqual(JSON.parse(`{${pair}}`));
  });
});

describe("keys that describe one machine", () => {
  const text = "sdk.x = 1\nagent {\n  cuda_version = 12.1\n  git_user = bot\n}\nagent.worker_name = gpu\n";

  test.each([
    ["administrator", ["error machine-key 3:3", "error machine-key 6:1"]],
    ["personal", ["warning machine-key 3:3", "warning machine-key 6:1"]],
    ["service_account", ["warning machine-key 3:3", "warning machine-key 6:1"]],
  ] as const)("in a vault for %s", (target, expected) => {
    expect(found(text, target).filter((each) => each.includes("machine-key"))).toEqual(expected);
  });
});
