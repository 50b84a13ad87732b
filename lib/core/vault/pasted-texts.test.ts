import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkVault } from "./checks/check-vault";
import { listKnownKeys } from "./checks/known-keys";
import { isListKey, listListKeys } from "./checks/list-keys";
import type { Diagnostic, Fix, VaultFormat } from "./model/types";

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
      says: "// starts a comment",
      fixed: { sdk: { storage: { cache: { default_base_dir: "//server/share/cache" } } } },
    },
    {
      text: "agent { git_pass: to#ken, git_user: bob }\nsdk.apply_files: true",
      found: ["1:19 error comment-touches-value"],
      says: "the } after it on this line is not read",
      fixed: { agent: { git_pass: "to#ken", git_user: "bob" }, sdk: { apply_files: true } },
    },
    {
      text: "sdk.storage.direct_access: [//srv/a, //srv/b]\nsdk.apply_files: true",
      found: ["1:29 error comment-hides-bracket"],
      says: "the ] after it",
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
    {
      text: "mine: a, b\nsdk {}",
      found: ["1:7 error comma-in-value"],
      says: "or write [ ] around it if it is a list",
    },
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

describe("a group of keys that becomes null", () => {
  holds([
    {
      text: "d1-empty-section.yaml",
      found: ["1:1 error null-section"],
      says: "Indent its keys below it",
      value: { sdk: null, agent: { git_user: "bob" } },
    },
    {
      text: "d2-null-section.conf",
      found: ["1:1 error null-section"],
      says: "Clients fail",
      value: { sdk: null, agent: { git_user: "bob" } },
    },
    {
      text: "e31-nbsp.yaml",
      found: ["2:1 error invisible-character"],
      says: "no-break space",
      value: { sdk: null, "\u00a0 aws": 1 },
    },
    {
      text: "sdk:\n\u00a0 aws:\n\u00a0 \u00a0 s3:\n\u00a0 \u00a0 \u00a0 key: x\n",
      format: "yaml",
      found: ["2:1 error invisible-character"],
      value: { sdk: null, "\u00a0 aws": null, "\u00a0 \u00a0 s3": null, "\u00a0 \u00a0 \u00a0 key": "x" },
      fixed: { sdk: { aws: { s3: { key: "x" } } } },
    },
    {
      text: '{"sdk": {"aws": null}}',
      format: "json",
      found: ["1:10 error null-section"],
      value: { sdk: { aws: null } },
    },
    {
      text: "sdk:\n  aws:\n  apply_files: true\n",
      format: "yaml",
      found: ["2:3 error null-section"],
      value: { sdk: { aws: null, apply_files: true } },
    },
    {
      text: "agent.package_manager = NULL\nsdk {}",
      found: ["1:1 error null-section"],
      value: { agent: { package_manager: null }, sdk: {} },
    },
    {
      text: "environment:\nsdk: {}\n",
      format: "yaml",
      found: ["1:1 error null-section"],
      says: "lose",
      value: { environment: null, sdk: {} },
    },
    {
      text: "mine:\n  # a: 1\nsdk: {}\n",
      format: "yaml",
      found: ["1:1 warning null-hides"],
      value: { mine: null, sdk: {} },
    },
    {
      text: "mine { a: 1 }\nmine: null\nsdk {}",
      found: ["2:7 warning null-hides"],
      says: "mine: a",
      value: { mine: null, sdk: {} },
    },
    { text: "sdk: null\nsdk { apply_files: true }", found: [], value: { sdk: { apply_files: true } } },
    {
      text: "agent {\n\u00a0 git_user: bob\n}",
      found: ["2:1 error invisible-character"],
      value: { agent: { git_user: "bob" } },
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "agent.git\u200b_user: bob",
      found: ["1:10 error invisible-character"],
      value: { agent: { "git\u200b_user": "bob" } },
      fixed: { agent: { git_user: "bob" } },
    },
  ]);
});

describe("a reference that is not filled in", () => {
  holds([
    {
      text: "a3-quoted-ref.conf",
      found: ["2:9 warning literal-reference", "3:12 warning literal-reference"],
      says: "outside the quotes",
      value: { sdk: { aws: { s3: { key: `\${AWS_ACCESS_KEY_ID}`, secret: `\${AWS_SECRET_ACCESS_KEY}` } } } },
    },
    {
      text: "c5-env.yaml",
      found: ["4:12 warning literal-reference", "5:16 warning literal-reference"],
      says: "YAML vaults have no references",
      value: { sdk: { aws: { s3: { key: `\${AWS_ACCESS_KEY_ID}`, secret: `\${AWS_SECRET_ACCESS_KEY}` } } } },
    },
    {
      text: `{"agent": {"git_pass": "\${PASS}"}}`,
      format: "json",
      found: ["1:25 warning literal-reference"],
      value: { agent: { git_pass: `\${PASS}` } },
    },
    {
      text: `root = "/mnt"\nagent.venvs_dir = "\${root}/venvs"`,
      found: ["2:20 warning literal-reference"],
      value: { root: "/mnt", agent: { venvs_dir: `\${root}/venvs` } },
      fixed: { root: "/mnt", agent: { venvs_dir: "/mnt/venvs" } },
    },
    {
      text: `agent {\n  git_pass: "\${PASS:-none}"\n}`,
      found: ["2:14 warning literal-reference"],
      value: { agent: { git_pass: `\${PASS:-none}` } },
      fixed: { agent: { git_pass: `\${?PASS}` } },
    },
    {
      text: `agent.git_pass = "$GIT_PASS"`,
      found: ["1:19 warning literal-reference"],
      value: { agent: { git_pass: "$GIT_PASS" } },
      fixed: { agent: { git_pass: `\${GIT_PASS}` } },
    },
    {
      text: `agent.git_pass = \${git.pass}`,
      found: ["1:18 error unanswerable-reference"],
      says: `\${?git_pass}`,
    },
    {
      text: `agent.git_pass = \${GIT-PASS}`,
      found: ["1:18 error unanswerable-reference"],
      says: `\${?GIT_PASS}`,
    },
    {
      text: `agent.git_pass = \${PASS-none}`,
      found: ["1:18 error unanswerable-reference"],
      says: `first with "none"`,
    },
  ]);
});

describe("quotes and marks of other languages", () => {
  holds([
    {
      text: "b1-single-quotes.conf",
      found: ["2:13 warning foreign-quotes", "3:13 warning foreign-quotes", "4:25 warning foreign-quotes"],
      says: "Single quotes do not quote",
      value: {
        agent: { git_user: "'bob'", git_pass: "'tok en'", default_docker: { image: "'nvidia/cuda:11.8.0'" } },
      },
      fixed: {
        agent: { git_user: "bob", git_pass: "tok en", default_docker: { image: "nvidia/cuda:11.8.0" } },
      },
    },
    {
      text: "a12-smart-quotes.conf",
      found: ["2:13 warning foreign-quotes", "3:13 warning foreign-quotes"],
      says: "Typographic quotes",
      value: { agent: { git_user: "“bob”", git_pass: "“token42”" } },
      fixed: { agent: { git_user: "bob", git_pass: "token42" } },
    },
    {
      text: "agent.git_pass: 'a,b'",
      found: ["1:17 error comma-in-value"],
      fixed: { agent: { git_pass: "a,b" } },
    },
    {
      text: "agent.git_pass: 'a@b'",
      found: ["1:19 error reserved-character"],
      fixed: { agent: { git_pass: "a@b" } },
    },
    {
      text: "agent.git_pass: 'a#b'",
      found: ["1:17 warning comment-touches-value"],
      value: { agent: { git_pass: "'a" } },
      fixed: { agent: { git_pass: "a#b" } },
    },
    {
      text: "agent.git_user: “bob, b”",
      found: ["1:17 error comma-in-value"],
      fixed: { agent: { git_user: "bob, b" } },
    },
    {
      text: "“agent” { 'git_user': bob }",
      found: ["1:1 warning foreign-quotes", "1:11 warning foreign-quotes"],
      value: { "“agent”": { "'git_user'": "bob" } },
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "{“agent”: {“git_user”: “bob”}}",
      format: "json",
      found: ["1:2 error foreign-quotes"],
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "agent:\n  git_user: “bob”\n",
      format: "yaml",
      found: ["2:13 warning foreign-quotes"],
      value: { agent: { git_user: "“bob”" } },
      fixed: { agent: { git_user: "bob" } },
    },
    {
      text: "a30-semicolons.conf",
      found: ["2:19 warning semicolon", "3:19 warning semicolon"],
      value: { agent: { git_user: "bob;", git_pass: "tok;" } },
      fixed: { agent: { git_user: "bob", git_pass: "tok" } },
    },
    {
      text: "a43-zero-width.conf",
      found: ["1:16 warning invisible-in-value", "2:20 warning invisible-in-value"],
      says: "zero-width space",
      value: { agent: { git_user: "\u200b bob\u200b", git_pass: "tok\u200b" } },
      fixed: { agent: { git_user: "bob", git_pass: "tok" } },
    },
    {
      text: '{"agent": {"git_user": "bo\u00a0b"}}',
      format: "json",
      found: ["1:27 warning invisible-in-value"],
      value: { agent: { git_user: "bo\u00a0b" } },
      fixed: { agent: { git_user: "bo b" } },
    },
    {
      text: "b2-temp-new.conf",
      found: ["1:32 warning escape-in-path"],
      value: { agent: { pip_download_cache: { path: "C:\temp\new" } } },
      fixed: { agent: { pip_download_cache: { path: "C:\\temp\\new" } } },
    },
    {
      text: 'agent.venvs_dir: "C:\\Users\\bob\\data"',
      found: ["1:21 error bad-escape"],
      fixed: { agent: { venvs_dir: "C:\\Users\\bob\\data" } },
    },
    {
      text: 'agent:\n  venvs_dir: "D:\\new\\run"\n',
      format: "yaml",
      found: ["2:14 warning escape-in-path"],
      value: { agent: { venvs_dir: "D:\new\run" } },
      fixed: { agent: { venvs_dir: "D:\\new\\run" } },
    },
    {
      text: 'agent:\n  venvs_dir: "C:\\Users\\dan\\quick"\n',
      format: "yaml",
      found: ["2:17 error bad-escape"],
      fixed: { agent: { venvs_dir: "C:\\Users\\dan\\quick" } },
    },
  ]);
});

describe("items without a comma between them", () => {
  holds([
    {
      text: "a33-missing-comma-strings.conf",
      found: ["1:44 warning comma-missing"],
      value: { agent: { extra_docker_arguments: ["--ipc=host -v /data:/data"] } },
      fixed: { agent: { extra_docker_arguments: ["--ipc=host", "-v", "/data:/data"] } },
    },
    {
      text: "a32-oneline-missing-comma.conf",
      found: ["1:67 warning comma-missing"],
      value: { sdk: { aws: { s3: { credentials: [{ bucket: "b", key: "k2", secret: "s2" }] } } } },
      fixed: {
        sdk: {
          aws: {
            s3: {
              credentials: [
                { bucket: "a", key: "k1", secret: "s1" },
                { bucket: "b", key: "k2", secret: "s2" },
              ],
            },
          },
        },
      },
    },
    {
      text: 'agent.extra_docker_arguments: [\n  "-v" /a:/b # data\n  "--gpus"; "all"\n]',
      found: ["2:7 warning comma-missing", "3:11 warning comma-missing"],
      value: { agent: { extra_docker_arguments: ["-v /a:/b", "--gpus; all"] } },
      fixed: { agent: { extra_docker_arguments: ["-v", "/a:/b", "--gpus", "all"] } },
    },
    {
      text: `x = 1\nagent.extra_docker_arguments: ["--name="\${x}"-"\${x}, plain words]`,
      found: [],
      value: { x: 1, agent: { extra_docker_arguments: ["--name=1-1", "plain words"] } },
    },
  ]);
});

describe("a key that no client reads where it stands", () => {
  holds([
    {
      text: "a20-no-sdk-prefix.conf",
      found: ["1:1 warning misplaced-key"],
      says: "They read sdk.aws",
      value: { aws: { s3: { credentials: [{ bucket: "b", key: "k", secret: "s", region: "eu-west-1" }] } } },
      fixed: {
        sdk: { aws: { s3: { credentials: [{ bucket: "b", key: "k", secret: "s", region: "eu-west-1" }] } } },
      },
    },
    {
      text: "d7-env-in-agent.conf",
      found: ["2:3 warning misplaced-key"],
      says: "at the root only",
      value: { agent: { environment: { MY_TOKEN: "x" }, apply_environment: true } },
      fixed: { agent: { apply_environment: true }, environment: { MY_TOKEN: "x" } },
    },
    {
      text: "a17-percent-env.conf",
      found: ["1:1 warning shell-lines"],
      value: {
        "%env CLEARML_WEB_HOST": "https://app.example.com",
        "%env CLEARML_API_HOST": "https://api.example.com",
      },
    },
    {
      text: "a16-env-exports.conf",
      found: ["1:1 warning shell-lines"],
      value: { "export CLEARML_API_HOST": "https://api.example.com", "export CLEARML_API_ACCESS_KEY": "AK" },
    },
    {
      text: "export HF_HOME=/x\nexport A_B=c\n",
      found: ["1:1 warning shell-lines"],
      value: { "export HF_HOME": "/x", "export A_B": "c" },
      fixed: { environment: { HF_HOME: "/x", A_B: "c" } },
    },
    {
      text: "c4-helm.yaml",
      found: ["1:1 warning no-known-section"],
      says: "clearml.clearmlConfig",
      value: {
        agentk8sglue: { queue: "default" },
        clearml: { clearmlConfig: 'sdk {\n  aws { s3 { key: "AK" } }\n}' },
      },
    },
    {
      text: "services:\n  agent:\n    image: x\n    environment:\n      A: b\n",
      format: "yaml",
      found: ["1:1 warning no-known-section"],
      value: { services: { agent: { image: "x", environment: { A: "b" } } } },
    },
    {
      text: "git_user: bob\nsdk {}",
      found: ["1:1 warning misplaced-key"],
      value: { git_user: "bob", sdk: {} },
      fixed: { agent: { git_user: "bob" }, sdk: {} },
    },
    {
      text: "agent { docker_default { image: x } }",
      found: ["1:9 warning misplaced-key"],
      says: "agent.default_docker",
      value: { agent: { docker_default: { image: "x" } } },
      fixed: { agent: { default_docker: { image: "x" } } },
    },
    {
      text: "sdk.aws.s3 { access_key: a, secret_key: b }",
      found: ["1:14 warning misplaced-key", "1:29 warning misplaced-key"],
      value: { sdk: { aws: { s3: { access_key: "a", secret_key: "b" } } } },
      fixed: { sdk: { aws: { s3: { key: "a", secret: "b" } } } },
    },
    {
      text: `AWS_PROFILE: x\nB_C: y\nsdk.aws.s3.region: \${B_C}`,
      found: ["1:1 warning variable-at-root"],
      value: { AWS_PROFILE: "x", B_C: "y", sdk: { aws: { s3: { region: "y" } } } },
      fixed: { environment: { AWS_PROFILE: "x" }, B_C: "y", sdk: { aws: { s3: { region: "y" } } } },
    },
    {
      text: '{"storage": {"cache": {"default_base_dir": "/x"}}}',
      format: "json",
      found: ["1:2 warning misplaced-key"],
      says: "sdk.storage",
      value: { storage: { cache: { default_base_dir: "/x" } } },
    },
    {
      text: "clearml:\n  sdk:\n    apply_files: true\n",
      format: "yaml",
      found: ["2:3 warning misplaced-key"],
      value: { clearml: { sdk: { apply_files: true } } },
    },
    {
      text: `aws.s3.key: k\nsdk.aws: \${aws}`,
      found: [],
      value: { aws: { s3: { key: "k" } }, sdk: { aws: { s3: { key: "k" } } } },
    },
  ]);
});

it("knows the lists among the known keys", () => {
  const lists = listKnownKeys().filter(({ type }) => type === "list");
  expect([...listListKeys()].sort()).toEqual(lists.map((key) => key.path).sort());
  expect(isListKey(["agent", "git_user"])).toBe(false);
});
