import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkVault } from "./checks/check-vault";
import { withoutMachineKeys } from "./checks/machine-keys";
import type { Diagnostic, VaultFormat } from "./model/types";
import { canonicalText } from "./write/canonical";

const folder = path.join(import.meta.dirname, "fixtures/pasted");
const formats: Record<string, VaultFormat> = { ".conf": "hocon", ".json": "json", ".yaml": "yaml" };

function check(name: string) {
  const text = readFileSync(path.join(folder, name), "utf8");
  const { parsed, diagnostics } = checkVault(text, formats[path.extname(name)]!, "personal");
  const served = parsed.value && canonicalText(withoutMachineKeys(parsed.value));
  return { text, served, diagnostics };
}

const findings = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(
    ({ severity, code, range }) => `${range.start.line}:${range.start.column} ${severity} ${code}`,
  );

describe("a text that people paste", () => {
  it.each<[string, string[], string | undefined]>([
    [
      "n1-float-env.conf",
      ["2:25 warning variable-of-number"],
      '{"environment": {"TORCH_CUDA_ARCH_LIST": 8.0}, "sdk": {"apply_environment": true}}\n',
    ],
    ["e6-cuda.conf", ["1:1 warning machine-key"], '{"agent": {}}\n'],
    [
      "n3-lost-zero.conf",
      [
        "2:19 warning digits-lost",
        "3:10 warning digits-lost",
        "5:1 warning machine-key",
        "5:23 warning digits-lost",
      ],
      '{"environment": {"PYTHON_VERSION": 3.10, "BUILD": 7}, "agent": {}}\n',
    ],
  ])("%s", (name, expected, served) => {
    const found = check(name);
    expect(findings(found.diagnostics)).toEqual(expected);
    expect(found.served).toBe(served);
  });

  it("is told which digits are lost, and quotes keep them", () => {
    const { text, diagnostics } = check("n3-lost-zero.conf");
    const lost = diagnostics.filter(({ code }) => code === "digits-lost");
    expect(lost.map(({ message }) => message)).toEqual([
      "Clients read 3.10 as the number 3.1: the 0 at the end is lost. Put it in quotes to keep every digit.",
      "Clients read 007 as the number 7: the 00 at the start is lost. Put it in quotes to keep every digit.",
      "Clients read 3.10 as the number 3.1: the 0 at the end is lost. Put it in quotes to keep every digit.",
    ]);
    let fixed = text;
    for (const { fix } of lost.toReversed()) {
      const { start, end } = fix!.range;
      fixed = fixed.slice(0, start.offset) + fix!.text + fixed.slice(end.offset);
    }
    const { parsed, diagnostics: left } = checkVault(fixed, "hocon", "personal");
    expect(findings(left)).toEqual(["5:1 warning machine-key"]);
    expect(parsed.value).toEqual({
      environment: { PYTHON_VERSION: "3.10", BUILD: "007" },
      agent: { default_python: "3.10" },
    });
  });
});

describe("a Windows path in JSON", () => {
  it.each<[string, string[], unknown]>([
    ["d12-ps.json", ["1:32 error bad-escape"], { agent: { python_binary: "C:\\Python311\\python.exe" } }],
    [
      "c39-quotedpath.json",
      ["1:61 error bad-escape"],
      { agent: { venvs_dir: "C:\\Users\\bob\\.clearml", x: "C:\\Users\\bob" } },
    ],
  ])(
    "%s is refused where its escape stands, and the fix doubles every backslash",
    (name, expected, meant) => {
      const { text, served, diagnostics } = check(name);
      expect(findings(diagnostics)).toEqual(expected);
      expect(served).toBeUndefined();
      const { range, text: better } = diagnostics[0]!.fix!;
      const fixed = text.slice(0, range.start.offset) + better + text.slice(range.end.offset);
      const { parsed, diagnostics: left } = checkVault(fixed, "json", "personal");
      expect(left).toEqual([]);
      expect(parsed.value).toEqual(meant);
    },
  );
});

describe("a key with periods outside HOCON", () => {
  const fixedBy = (text: string, format: VaultFormat) => {
    const { fix } = checkVault(text, format, "personal").diagnostics[0]!;
    return fix && text.slice(0, fix.range.start.offset) + fix.text + text.slice(fix.range.end.offset);
  };

  it("is told once to be nested, and the fix nests all", () => {
    const { text, diagnostics } = check("c1-dotted.yaml");
    expect(findings(diagnostics)).toEqual([
      "1:1 warning dotted-key",
      "2:1 warning dotted-key",
      "3:1 warning dotted-key",
    ]);
    expect(diagnostics[2]?.message).toBe(
      "Clients don’t read sdk.aws.s3.key. In YAML, a period does not separate groups. Nest the key: sdk: { aws: { s3: { key: … } } }.",
    );
    const fixed = fixedBy(text, "yaml")!;
    expect(fixed).toBe("agent:\n  git_user: bob\n  git_pass: tok\nsdk:\n  aws:\n    s3:\n      key: AK\n");
    expect(checkVault(fixed, "yaml", "personal").diagnostics).toEqual([]);
  });

  it.each<[VaultFormat, string, string | undefined]>([
    [
      "yaml",
      "# who\nagent.git_user: bob # me\nagent:\n  debug: 8.0\n",
      "agent:\n  # who\n  git_user: bob # me\n  debug: 8.0\n",
    ],
    [
      "yaml",
      "sdk:\n  aws.s3:\n    key: AK\n  aws:\n    boto3: {}\n",
      "sdk:\n  aws:\n    s3:\n      key: AK\n    boto3: {}\n",
    ],
    ["yaml", "agent.git_user: a\nagent: {git_user: b}\n", undefined],
    ["yaml", "agent.git_user: a\nagent: b\n", undefined],
    [
      "json",
      '{"agent.git_user": "bob", "n": 1.50}',
      '{\n  "agent": {\n    "git_user": "bob"\n  },\n  "n": 1.50\n}\n',
    ],
  ])("in %s %j becomes %j", (format, text, expected) => {
    expect(checkVault(text, format, "personal").diagnostics[0]?.code).toBe("dotted-key");
    expect(fixedBy(text, format)).toBe(expected);
  });

  it.each<[VaultFormat, string]>([
    ["yaml", "environment:\n  A.B: x\n"],
    ["yaml", "files:\n  a.txt: {path: ~/a.txt, contents: x}\n"],
    ["yaml", "sdk:\n  aws:\n    s3:\n      extra_args: {a.b: c}\n"],
    ["hocon", '"agent.git_user" = bob\n'],
    ["hocon", "agent.git_user = bob\n"],
  ])("in %s is left alone in %j", (format, text) => {
    const { diagnostics } = checkVault(text, format, "personal");
    expect(diagnostics.map(({ code }) => code)).not.toContain("dotted-key");
  });
});

describe("a number", () => {
  const lines = (format: VaultFormat, written: string) =>
    format === "hocon" ? `a = ${written}\n` : format === "json" ? `{"a": ${written}}` : `a: ${written}\n`;

  it.each<[string, VaultFormat[], string[]]>([
    ["8.0", ["hocon", "json", "yaml"], []],
    ["1e5", ["hocon", "json", "yaml"], []],
    ["1E+5", ["hocon", "json", "yaml"], []],
    ["12345678901234567890", ["hocon", "json", "yaml"], []],
    ["3.10", ["hocon", "json", "yaml"], ["digits-lost"]],
    ["2.00", ["hocon", "json", "yaml"], ["digits-lost"]],
    ["1.50e3", ["hocon", "json", "yaml"], []],
    ["007", ["hocon", "yaml"], ["digits-lost"]],
    ["3.14159265358979323846", ["hocon", "json", "yaml"], ["digits-lost"]],
    ["0.30000000000000004", ["hocon", "json", "yaml"], []],
    ["0.000010", ["hocon", "json", "yaml"], ["digits-lost"]],
  ])("%s in %j gives %j", (written, given, expected) => {
    for (const format of given) {
      const { diagnostics } = checkVault(lines(format, written), format, "personal");
      expect(diagnostics.map(({ code }) => code)).toEqual(expected);
    }
  });

  it.each<[string, string | undefined]>([
    ["4", undefined],
    ["-12345678901234567890", undefined],
    ["8.0", "variable-of-number"],
    ["1e5", "variable-rewritten"],
    ["0.00001", "variable-rewritten"],
    ["3.10", "digits-lost"],
    ["0", "variable-emptied"],
    ["0.0", "variable-emptied"],
    ["-0.0", "variable-emptied"],
    ['"8.0"', undefined],
  ])("%s as an environment variable gives %s", (written, code) => {
    const text = `environment.A = ${written}\n`;
    const { diagnostics } = checkVault(text, "hocon", "personal");
    expect(diagnostics.map((finding) => finding.code)).toEqual(code ? [code] : []);
    const fix = diagnostics[0]?.fix;
    expect(fix?.text).toBe(code ? `"${written}"` : undefined);
  });
});
