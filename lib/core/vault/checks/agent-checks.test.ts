import { describe, expect, it } from "vitest";
import type { VaultFormat, VaultTarget } from "../model/types";
import { parseVault } from "../parse";
import { checkForAgents } from "./agent-checks";
import { listKnownKeys } from "./known-keys";

function check(text: string, target: VaultTarget = "personal", format: VaultFormat = "hocon") {
  return checkForAgents(parseVault(text, format), target);
}

function findings(text: string, target?: VaultTarget, format?: VaultFormat): string[] {
  return check(text, target, format).map(
    ({ severity, code, range }) => `${range.start.line}:${range.start.column} ${severity} ${code}`,
  );
}

describe("checkForAgents", () => {
  it.each(["cuda_version", "cudnn_version", "default_python", "worker_id", "worker_name"])(
    "keeps agent.%s out of administrators' vaults",
    (name) => {
      const text = `sdk {}\nagent.${name} = "1"`;
      expect(findings(text, "administrator")).toEqual(["2:1 error machine-key"]);
      expect(findings(text, "personal")).toEqual(["2:1 warning machine-key"]);
      expect(findings(text, "service_account")).toEqual(["2:1 warning machine-key"]);
      expect(findings(`sdk {}\n${name} = 1\nother.${name} = 1`, "administrator")).toEqual([]);
    },
  );

  it("finds them however they are written", () => {
    expect(findings("agent { debug: true }", "administrator")).toEqual(["1:9 error machine-key"]);
    expect(findings('{"agent": {"debug": true}}', "administrator", "json")).toEqual([
      "1:12 error machine-key",
    ]);
    expect(findings("agent:\n  debug: true", "administrator", "yaml")).toEqual(["2:3 error machine-key"]);
    expect(findings(`x { debug: true }\nagent = \${x}`, "administrator")).toEqual(["1:5 error machine-key"]);
    expect(findings(`agent { debug: true }\nagent { debug: \${?X} }`, "administrator")).toEqual([
      "2:9 error machine-key",
    ]);
  });

  it.each<[string, string[]]>([
    ["api.credentials { access_key = a, secret_key = b }", ["1:1 warning api-access"]],
    ['api { api_server = "https://x", web_server = "https://y" }', ["1:7 warning api-access"]],
    ['"" = 1', ["1:1 error empty-key"]],
    ['a { "" = 1 }', ["1:5 error empty-key"]],
    ['"a\\"b" = 1', ["1:1 error unusable-key"]],
    ['"a\\\\b" = 1', ["1:1 error unusable-key"]],
    ['"a\\nb" = 1', ["1:1 error unusable-key"]],
    ['"a\\tb" = 1', ["1:1 error unusable-key"]],
    ['loggers { "a.b" = 1 }', ["1:11 warning quotes-in-key"]],
    ['environment { "A.B" = x }', ["1:15 warning quotes-in-key"]],
    ['"a b" = 1, a-b = 1, é = 1', []],
    ["environment { A = 0 }", ["1:19 warning variable-emptied"]],
    ["environment { A = false }", ["1:19 warning variable-emptied"]],
    ["environment { A = null }", ["1:19 warning variable-emptied"]],
    ["environment { A = true }", ["1:19 warning variable-of-truth"]],
    ["environment { A = [1] }", ["1:19 warning variable-of-many"]],
    ["environment { A { B = 1 } }", ["1:17 warning variable-of-many"]],
    ['environment { A = 1, B = x, C = "", D = "0" }', []],
    ['environment { A = "\\u0000" }', ["1:19 error variable-with-nul"]],
    [`environment { A = \${HOME} }`, []],
    ['a = ["", x]', ["1:6 error empty-list-text"]],
    ['a = [[x, ""]]', ["1:10 error empty-list-text"]],
    ['a = [{b = ""}]', []],
    ["files { f { path = x, contents = y } }", []],
    ["files { f { path = x } }", ["1:9 warning incomplete-file"]],
    ["files { f { contents = x } }", ["1:9 warning incomplete-file"]],
    ["files { f = x }", ["1:9 warning incomplete-file"]],
    ["files { f { path = x, contents = y, overwrite = 1, pth = z } }", ["1:49 warning wrong-type"]],
    ["agent { git_usr = x }", ["1:9 warning unknown-key"]],
    ["agent { gti_user = x }", ["1:9 warning unknown-key"]],
    ["agent { git-user = x }", ["1:9 warning unknown-key"]],
    ["agnet { git_user = x }", ["1:1 warning unknown-key"]],
    ["agent { something_else = x, ab = 1 }", []],
    ["sdk {}, mine { git_usr = x }", []],
    ["environment { pth = x }", []],
    ["agent { git_user = 1 }", ["1:20 warning wrong-type"]],
    ["agent { git_user = [a] }", ["1:20 warning wrong-type"]],
    ["agent = x", ["1:9 warning wrong-type"]],
    ["agent { reload_config = maybe }", ["1:25 warning wrong-type"]],
    ['agent { reload_config = "True" }', []],
    ['sdk.metrics.plot_max_num_digits = "5"', []],
    ["sdk.metrics.plot_max_num_digits = true", ["1:35 warning wrong-type"]],
    ["agent.default_docker.arguments = [a]\nsdk.development.default_output_uri = true", []],
    ["agent.git_user = null", []],
    [`agent.git_user = \${USER}`, []],
    ['agent."package_manager.typ" = pip', ["1:1 warning quotes-in-key"]],
    ["a = 1\na = ^", []],
    ["valueOf { x = 1 }\nsdk { constructor = 1, hasOwnProperty { y = 1 } }", []],
  ])("says of %j what matters", (text, expected) => {
    const found = findings(text);
    expect(expected.length === 1 ? found.slice(0, 1) : found).toEqual(expected);
  });

  it("offers what a misspelt key may have meant", () => {
    const text = "agent.packge_manager.type = pip";
    const [finding] = check(text);
    expect(finding?.message).toContain("package_manager");
    const { range, text: better } = finding!.fix!;
    expect(text.slice(0, range.start.offset) + better + text.slice(range.end.offset)).toBe(
      "agent.package_manager.type = pip",
    );
    expect(check(`a { agnt = {} }\nagent = \${a}`)).toEqual([]);
  });

  it("offers quotes around a value that a variable would lose", () => {
    const text = "environment.A = 0";
    const { range, text: better } = check(text)[0]!.fix!;
    expect(text.slice(0, range.start.offset) + better + text.slice(range.end.offset)).toBe(
      'environment.A = "0"',
    );
    expect(check(`x = false\nenvironment.A = \${x}`)[0]?.fix?.range.start.line).toBe(1);
    expect(check("environment.A = [0]")[0]?.fix).toBeUndefined();
  });

  it("looks into a value once, however often it is referred to", () => {
    const text = `a0 { "x.y" = 1 }\n${Array.from({ length: 15 }, (_, index) => `a${index + 1} { l = \${a${index}}, r = \${a${index}} }`).join("\n")}`;
    expect(check(text).length).toBeLessThan(40);
  });
});

describe("the known keys", () => {
  it("each have a sentence and a parent", () => {
    const keys = listKnownKeys();
    const paths = new Set(keys.map(({ path }) => path));
    expect(paths.size).toBe(keys.length);
    for (const { path, about } of keys) {
      expect(about).toMatch(/^\S.*\.$/);
      const parent = path.slice(0, path.lastIndexOf("."));
      expect(!path.includes(".") || paths.has(parent) || path.startsWith("files.<name>."), path).toBe(true);
    }
  });

  it("fit the vaults that people write", () => {
    const text = `agent {
      git_user: "ci-bot", git_pass: "x"
      package_manager { type: pip, pip_version: ["<20.2", "<22.3"], extra_index_url: ["https://pypi.example.com"] }
      default_docker { image: "nvidia/cuda:11.8.0", arguments: ["--ipc=host"] }
      extra_docker_arguments: ["-v", "/mnt/data:/data"]
    }
    sdk.aws.s3 { region: eu-west-1, credentials: [{ bucket: b, key: k, secret: s }] }
    sdk.apply_environment: true`;
    expect(check(text, "administrator")).toEqual([]);
  });
});
