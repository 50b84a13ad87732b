import { describe, expect, it } from "vitest";
import { AgentText } from "../model/types";
import { VaultNumber } from "../model/vault-number";
import { convert } from "./convert";
import { jsonText } from "./write-json";
import { yamlText } from "./write-yaml";

const hocon = `# top
agent {
  # who
  git_user = "bot"  # beside
  list = [
    1  # one
    # two
    2
    # end
  ]
  empty {}
  none = []
  text = """a
b
c"""
  pairs = [
    {
      x = 1.5
    }
    []
  ]
  # last
}
"a.b" = null
# bottom
`;

const yaml = `# top
agent:
  # who
  git_user: bot # beside
  list:
    - 1 # one
    # two
    - 2
    # end
  empty: {}
  none: []
  text: |-
    a
    b
    c
  pairs:
    - x: 1.5
    - []
  # last
a.b: null
# bottom
`;

const json = `{
  "agent": {
    "git_user": "bot",
    "list": [
      1,
      2
    ],
    "empty": {},
    "none": [],
    "text": "a\\nb\\nc",
    "pairs": [
      {
        "x": 1.5
      },
      []
    ]
  },
  "a.b": null
}
`;

describe("convert", () => {
  it("keeps comments between HOCON and YAML", () => {
    expect(convert(hocon, "hocon", "yaml")).toEqual({ text: yaml, diagnostics: [] });
    expect(convert(yaml, "yaml", "hocon")).toEqual({ text: hocon, diagnostics: [] });
  });

  it("drops them for JSON alone", () => {
    expect(convert(hocon, "hocon", "json")).toEqual({ text: json, diagnostics: [] });
    expect(convert(yaml, "yaml", "json").text).toBe(json);
    expect(convert(json, "json", "hocon").text).toBe(hocon.replaceAll(/^ *#.*\n| {2}#.*$/gm, ""));
    expect(convert(json, "json", "yaml").text).toBe(yaml.replaceAll(/^ *#.*\n| #.*$/gm, ""));
  });

  it("takes the comments of the last of several values", () => {
    const text = "# one\na { x = 1 }\n# two\na { y = 2 }\na { z = 3 }\n";
    expect(convert(text, "hocon", "yaml").text).toBe("# two\na:\n  x: 1\n  y: 2\n  z: 3\n");
  });

  it("leaves a text alone when the format stays", () => {
    expect(convert(" a=1 ", "hocon", "hocon").text).toBe(" a=1 ");
  });

  it("quotes what needs quotes", () => {
    const text = `"include" = x, "a b" = "", b = "a\\nb", c = "x\\ny\\tz\\nw", d = "a\\nb\\n\\"", e = 1e30, ok-1 = true`;
    expect(convert(text, "hocon", "hocon").text).toBe(text);
    expect(
      convert(
        '{"include":"x","a b":"","b":"a\\nb","c":"x\\ny\\tz\\nw","d":"a\\nb\\n\\"","e":1e30,"ok-1":true}',
        "json",
        "hocon",
      ).text,
    ).toBe(
      '"include" = "x"\n"a b" = ""\nb = "a\\nb"\nc = "x\\ny\\tz\\nw"\nd = "a\\nb\\n\\""\ne = 1e30\nok-1 = true\n',
    );
    expect(convert("{}", "json", "hocon").text).toBe("");
    expect(convert("# c\n{}", "hocon", "yaml").text).toBe("{}\n# c\n");
  });

  it("fills in references, and cannot leave one to the agent outside HOCON", () => {
    expect(convert(`a = 1\nb = \${a}x`, "hocon", "yaml").text).toBe("a: 1\nb: 1x\n");
    const { text, diagnostics } = convert(`a = [{b = \${HOME}}]\nc = \${PATH}`, "hocon", "json");
    expect(text).toBeUndefined();
    expect(
      diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ code, range }) => [code, range.start.line]),
    ).toEqual([
      ["reference-in-plain-format", 1],
      ["reference-in-plain-format", 2],
    ]);
  });

  it("hands on what is wrong", () => {
    expect(convert("{", "json", "yaml")).toMatchObject({
      text: undefined,
      diagnostics: [{ severity: "error" }],
    });
  });
});

describe("plain values", () => {
  const value = { a: [new AgentText(["x-", { name: "X", optional: false }]), " \n", "y"], b: { c: "10" } };

  it("are written as YAML and as JSON", () => {
    expect(yamlText(value)).toBe(`a:\n  - x-\${X}\n  - "\\ \\n"\n  - y\nb:\n  c: "10"\n`);
    expect(jsonText(value)).toBe(
      `{\n  "a": [\n    "x-\${X}",\n    " \\n",\n    "y"\n  ],\n  "b": {\n    "c": "10"\n  }\n}\n`,
    );
  });

  it("are written out each time they occur", () => {
    const shared = { x: new VaultNumber("1") };
    expect(yamlText({ a: shared, b: shared })).toBe("a:\n  x: 1\nb:\n  x: 1\n");
  });
});
