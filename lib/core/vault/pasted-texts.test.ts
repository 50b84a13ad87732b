import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkVault } from "./check-vault";
import { listKnownKeys } from "./known-keys";
import { isListKey, listListKeys } from "./list-keys";
import type { Diagnostic, Fix, VaultFormat } from "./types";

/** What is found in a text: where and which, what the message has to say, and what the text means. */
interface Case {
  /** A file of `fixtures/pasted`, or the text itself. */
  text: string;
  format?: VaultFormat;
  found: string[];
  says?: string;
  /** What is read; undefined where the text is refused. */
  value?: unknown;
  /** What is read once every fix has been applied, one after another. */
  fixed?: unknown;
}

const folder = path.join(import.meta.dirname, "fixtures/pasted");

function formatOf(name: string): VaultFormat {
  return name.endsWith(".json") ? "json" : name.endsWith(".yaml") ? "yaml" : "hocon";
}

function read({ text, format }: Case): { text: string; format: VaultFormat } {
  if (/^[\w-]+\.(?:conf|json|yaml)$/.test(text)) {
    return { text: readFileSync(path.join(folder, text), "utf8"), format: formatOf(text) };
  }
  return { text, format: format ?? "hocon" };
}

function shortly({ severity, code, range }: Diagnostic): string {
  return `${range.start.line}:${range.start.column} ${severity} ${code}`;
}

function applied(text: string, { range, text: better }: Fix): string {
  return text.slice(0, range.start.offset) + better + text.slice(range.end.offset);
}

function fixedValue(from: string, format: VaultFormat): unknown {
  let text = from;
  for (let rounds = 0; rounds < 20; rounds += 1) {
    const { parsed, diagnostics } = checkVault(text, format, "personal");
    const fix = diagnostics.find((diagnostic) => diagnostic.fix)?.fix;
    if (!fix) return parsed.value;
    text = applied(text, fix);
  }
  throw new Error("There is always one more fix.");
}

function holds(cases: Case[]): void {
  it.each(cases)("$text", (item) => {
    const { text, format } = read(item);
    for (const variant of [text, text.replaceAll("\n", "\r\n")]) {
      const { parsed, diagnostics } = checkVault(variant, format, "personal");
      expect(diagnostics.map(shortly)).toEqual(item.found);
      if (item.says !== undefined) expect(diagnostics[0]?.message).toContain(item.says);
      if (variant === text)
        expect(JSON.parse(JSON.stringify(parsed.value ?? null))).toEqual(item.value ?? null);
      if ("fixed" in item)
        expect(JSON.parse(JSON.stringify(fixedValue(variant, format)))).toEqual(item.fixed);
    }
  });
}

describe("a comment mark that touches a value", () => {
  holds([
    {
      text: "a5-hash-in-pass.conf",
      found: ["2:17 warning comment-touches-value"],
      says: "Put quotes around tok#en42",
      value: { agent: { git_user: "bob", git_pass: "tok" } },
      fixed: { agent: { git_user: "bob", git_pass: "tok#en42" } },
    },
    {
      text: "d4-double-slash-path.conf",
      found: [],
      value: { agent: { venvs_dir: "/mnt/data//venvs", git_user: "bob" } },
    },
    { text: "a6-slashes-in-pass.conf", found: [], value: { agent: { git_pass: "tok//en42" } } },
    {
      text: "d5-doubleslash-inline.conf",
      found: [],
      value: { agent: { venvs_dir: "/mnt//venvs", git_user: "bob" } },
    },
    {
      text: "b4-unc.conf",
      found: ["1:37 error comment-for-value"],
      says: "// begins a comment",
      fixed: { sdk: { storage: { cache: { default_base_dir: "//server/share/cache" } } } },
    },
    {
      text: "agent { git_pass: to#ken, git_user: bob }\nsdk.apply_files: true",
      found: ["1:19 error comment-touches-value"],
      says: "the } behind it on this line is not read",
      fixed: { agent: { git_pass: "to#ken", git_user: "bob" }, sdk: { apply_files: true } },
    },
    {
      text: "sdk.storage.direct_access: [//srv/a, //srv/b]\nsdk.apply_files: true",
      found: ["1:29 error comment-hides-bracket"],
      says: "the ] behind it",
      fixed: { sdk: { storage: { direct_access: ["//srv/a", "//srv/b"] }, apply_files: true } },
    },
    {
      text: "sdk.storage.direct_access: [\n  a#b,\n  c//d,\n]",
      found: ["2:3 warning comment-touches-value"],
      value: { sdk: { storage: { direct_access: ["a", "c//d"] } } },
      fixed: { sdk: { storage: { direct_access: ["a#b", "c//d"] } } },
    },
    {
      text: "agent {\n  venvs_dir: //srv/x\n  git_user: bob\n}",
      found: ["2:14 error comment-for-value"],
      fixed: { agent: { venvs_dir: "//srv/x", git_user: "bob" } },
    },
    {
      text: "agent.git_pass = #tok\nagent.git_user = bob",
      found: ["1:18 error comment-for-value"],
      fixed: { agent: { git_pass: "#tok", git_user: "bob" } },
    },
    { text: "agent.git_pass = # later\nagent.git_user = bob", found: ["1:18 error comment-for-value"] },
    { text: "agent.git_user = // whose\n  bob # his", found: [], value: { agent: { git_user: "bob" } } },
    {
      text: "agent.git_pass: my tok#en # mine",
      found: ["1:17 warning comment-touches-value"],
      value: { agent: { git_pass: "my tok" } },
      fixed: { agent: { git_pass: "my tok#en" } },
    },
    {
      text: "agent.git_user: bob# his",
      found: ["1:17 warning comment-touches-value"],
      value: { agent: { git_user: "bob" } },
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "sdk.metrics.file_history_size: 100# images\nagent.reload_config: true// always",
      found: [],
      value: { sdk: { metrics: { file_history_size: 100 } }, agent: { reload_config: true } },
    },
    {
      text: "agent.force_git_ssh_port: 12#34",
      found: ["1:27 warning comment-touches-value"],
      value: { agent: { force_git_ssh_port: 12 } },
      fixed: { agent: { force_git_ssh_port: "12#34" } },
    },
    {
      text: "agent {\n  reload_config: true # yes }\n}\nsdk { apply_files: true # yes }\n",
      found: ["4:25 error comment-hides-bracket"],
      says: "write the bracket on the next line",
    },
  ]);
});

describe("text that HOCON refuses", () => {
  holds([
    {
      text: "a1-bash-default.conf",
      found: ["2:15 error bad-reference"],
      says: `\${?CLEARML_API_HOST}`,
      fixed: { api: { api_server: `\${?CLEARML_API_HOST}` } },
    },
    {
      text: "a2-dollar-name.conf",
      found: ["1:16 error dollar-name", "2:16 error dollar-name"],
      says: `\${AGENT_GIT_USER}`,
      fixed: { agent: { git_user: `\${AGENT_GIT_USER}`, git_pass: `\${AGENT_GIT_PASS}` } },
    },
    {
      text: "agent.venvs_dir = $HOME/venvs",
      found: ["1:19 error dollar-name"],
      fixed: { agent: { venvs_dir: `\${HOME}/venvs` } },
    },
    { text: "agent.git_pass = pa$word", found: ["1:20 error dollar-name"], says: "If word is a variable" },
    {
      text: "agent.git_pass = S$5x",
      found: ["1:19 error reserved-character"],
      fixed: { agent: { git_pass: "S$5x" } },
    },
    {
      text: "agent { git_pass: a^b*c, git_user: bob@x.example }",
      found: ["1:20 error reserved-character", "1:39 error reserved-character"],
      fixed: { agent: { git_pass: "a^b*c", git_user: "bob@x.example" } },
    },
    {
      text: "agent.git_pass = a^b, c d",
      found: ["1:19 error reserved-character"],
      fixed: { agent: { git_pass: "a^b, c d" } },
    },
    {
      text: `sdk.aws.s3.region = \${AWS_REGION:-eu-west-1} # default`,
      found: ["1:21 error bad-reference"],
      fixed: { sdk: { aws: { s3: { region: `\${?AWS_REGION}` } } } },
    },
    {
      text: `sdk.aws.s3 { region: \${env:AWS_REGION}, key: k }`,
      found: ["1:22 error bad-reference"],
    },
    {
      text: `agent.extra_docker_arguments: ["-v", \${DIR:-/x}]`,
      found: ["1:38 error bad-reference"],
      says: `\${?DIR}`,
    },
    {
      text: `agent.git_pass: \${{ secrets.PASS }}\nagent.git_user: bob`,
      found: ["1:17 error bad-reference"],
    },
    {
      text: "a15-fences.conf",
      found: ["1:1 error markdown-fence"],
      says: "Markdown",
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "```hocon\nagent.git_user = bob\n```\nThat is all.\n",
      found: ["1:1 error markdown-fence"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "```yaml\nagent:\n  git_user: bob\n```",
      format: "yaml",
      found: ["1:1 error markdown-fence"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: '```json\n{"agent": {"git_user": "bob"}}\n```',
      format: "json",
      found: ["1:1 error markdown-fence"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "a28-toml.conf",
      found: ["1:1 error heading"],
      says: "sdk.aws.s3 {",
      fixed: { sdk: { aws: { s3: { key: "AK", secret: "SK" } } } },
    },
    {
      text: "# mine\n[agent]\ngit_user = 'bob'\n\n[sdk.aws.s3]\n; keys\nkey = \"AK\"\n",
      found: ["2:1 error heading"],
      fixed: { agent: { git_user: "bob" }, sdk: { aws: { s3: { key: "AK" } } } },
    },
    { text: "[default]\naws_access_key_id = AK\n", found: ["1:1 error heading"] },
    { text: '[agent]\ngit_user = "bob"\n', format: "yaml", found: ["1:1 error heading"] },
    { text: '[agent]\ngit_user = "bob"\n', format: "json", found: ["1:1 error heading"] },
    { text: "c24-hocon-as-json.json", found: ["1:1 error hocon-in-json"], says: "Choose the HOCON format" },
    { text: "c23-hocon-as-yaml.yaml", found: ["1:1 error hocon-in-yaml"], says: "Choose the HOCON format" },
    { text: "agent { git_user: bob }", format: "yaml", found: ["1:1 error hocon-in-yaml"] },
    { text: "# mine\nagent.git_user = bob", format: "yaml", found: ["2:1 error hocon-in-yaml"] },
    { text: "{\n  agent { git_user = bob }\n}", format: "json", found: ["1:1 error hocon-in-json"] },
    { text: "agent:\n  git_user: bob\n", format: "json", found: ["1:1 error yaml-in-json"], says: "YAML" },
    {
      text: '{"agent": {"git_user": "bob" "git_pass": "x"}}',
      format: "json",
      found: ["1:30 error comma-expected"],
    },
    {
      text: "b25-comma-in-value.conf",
      found: ["2:13 error comma-in-value"],
      says: "quotes",
      fixed: { environment: { NO_PROXY: "localhost,127.0.0.1,.svc" } },
    },
    {
      text: "environment { NO_PROXY: a, b.c, A: 1 }\nsdk {}",
      found: ["1:25 error comma-in-value"],
      fixed: { environment: { NO_PROXY: "a, b.c", A: 1 }, sdk: {} },
    },
    {
      text: "b30-nolist.conf",
      found: ["1:39 error comma-in-value"],
      says: "put [ ] around it",
      fixed: { agent: { package_manager: { conda_channels: ["pytorch", "conda-forge", "defaults"] } } },
    },
    {
      text: 'agent {\n  extra_docker_arguments: "-v", "/a:/b"\n  git_user: bob\n}',
      found: ["2:27 error comma-in-value"],
      fixed: { agent: { extra_docker_arguments: ["-v", "/a:/b"], git_user: "bob" } },
    },
    { text: "mine: a, b\nsdk {}", found: ["1:7 error comma-in-value"], says: "or [ ] if it is a list" },
    {
      text: "a45-comment-c.conf",
      found: ["1:1 error comment-style"],
      says: "# or //",
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "/*\n * mine\n * and yours\n */\nagent {\n  /* his */\n  git_user: bob\n}",
      found: ["1:1 error comment-style"],
    },
    {
      text: "-- mine\nagent.git_user: bob",
      found: ["1:1 error comment-style"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "; mine\nagent.git_user: bob",
      found: ["1:1 error comment-style"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "// mine\nagent:\n  git_user: bob",
      format: "yaml",
      found: ["1:1 error comment-style"],
      fixed: { agent: { git_user: "bob" } },
    },
    { text: "a..b.c\nsdk {}", found: ["1:1 error bad-key"] },
    {
      text: "agent {\n  git_user: `bob`\n}",
      found: ["2:13 error reserved-character"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "agent { git_user = bob };\nsdk {}",
      found: ["1:25 error semicolon"],
      fixed: { agent: { git_user: "bob" }, sdk: {} },
    },
    {
      text: "agent { git_user = bob; git_pass = x }\nsdk {}",
      found: ["1:23 error semicolon"],
      fixed: { agent: { git_user: "bob", git_pass: "x" }, sdk: {} },
    },
  ]);
});

it("knows the lists among the known keys", () => {
  const lists = listKnownKeys().filter(({ type }) => type === "list");
  expect([...listListKeys()].sort()).toEqual(lists.map((key) => key.path).sort());
  expect(isListKey(["agent", "git_user"])).toBe(false);
});
