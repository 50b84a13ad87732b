import { describe, expect, test } from "vitest";
import {
  shownArtifacts,
  shownConfiguration,
  shownContainer,
  shownParameters,
  shownSource,
} from "./task-documents";

const secrets = ["CLEARML_AGENT_GIT_PASS", "AWS_SECRET_ACCESS_KEY"];

describe("the arguments of a container", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["--ipc=host --shm-size=8g", ["--ipc=host", "--shm-size=8g"]],
    ["-e OMP_NUM_THREADS=8 --rm", ["-e OMP_NUM_THREADS=8", "--rm"]],
    ["-e CLEARML_AGENT_GIT_PASS=s3cr3t", ["-e CLEARML_AGENT_GIT_PASS=********"]],
    ["--env AWS_SECRET_ACCESS_KEY=s3cr3t", ["--env AWS_SECRET_ACCESS_KEY=********"]],
    ["--env=AWS_SECRET_ACCESS_KEY=s3cr3t -v a:b", ["--env=AWS_SECRET_ACCESS_KEY=********", "-v a:b"]],
    [`-e "NAME=with spaces" -p 80:80`, [`-e "NAME=with spaces"`, "-p 80:80"]],
    [`-e 'AWS_SECRET_ACCESS_KEY=s3 cr3t'`, ["-e 'AWS_SECRET_ACCESS_KEY=********"]],
    [`-e AWS_SECRET_ACCESS_KEY="s3 cr3t"`, ["-e AWS_SECRET_ACCESS_KEY=********"]],
    ["-eAWS_SECRET_ACCESS_KEY=s3cr3t", ["-eAWS_SECRET_ACCESS_KEY=********"]],
    [`-e "unfinished`, [`-e "unfinished`]],
  ];

  test.each(cases)("%s", (text, expected) => {
    const { arguments: shown, hidden } = shownContainer({ arguments: text }, secrets);
    expect(shown.map((each) => each.text)).toEqual(expected);
    expect(hidden).toBe(expected.filter((each) => each.includes("****")).length);
    expect(JSON.stringify(shown)).not.toMatch(/s3 ?cr3t/);
  });

  test("and its image are left out where a client sent something else", () => {
    expect(shownContainer({ image: 3, arguments: ["a"] }, secrets)).toEqual({
      ...{ image: undefined, arguments: [], hidden: 0 },
    });
  });
});

describe("documents of a task", () => {
  test("show parameters by section, whatever their values are", () => {
    const shown = shownParameters({
      Args: { lr: { name: "lr", value: "0.1" }, nothing: null, deep: { value: { a: 1 } } },
      Empty: {},
      broken: "text",
    });
    expect(shown).toEqual([
      {
        section: "Args",
        parameters: [
          { name: "deep", value: '{\n  "a": 1\n}' },
          { name: "lr", value: "0.1" },
          { name: "nothing", value: "" },
        ],
      },
    ]);
  });

  test("show artifacts that have a key, and sizes that are some", () => {
    expect(
      shownArtifacts([
        { key: "model", type: "custom", uri: "s3://a/b", content_size: 3 },
        { key: "odd", content_size: "large" },
        { uri: "s3://a/c" },
      ]),
    ).toEqual([
      { key: "model", kind: "custom", uri: "s3://a/b", bytes: 3 },
      { key: "odd", kind: "custom", uri: undefined, bytes: undefined },
    ]);
  });

  test("show configuration and source", () => {
    expect(shownConfiguration({ model: { type: "yaml", value: "a: 1" }, plain: "b" })).toEqual([
      { name: "model", format: "yaml", text: "a: 1" },
      { name: "plain", format: undefined, text: "b" },
    ]);
    expect(shownSource({ repository: "git@x:y.git", branch: "", entry_point: "a.py", diff: "…" })).toEqual([
      { label: "Repository", value: "git@x:y.git" },
      { label: "Script", value: "a.py" },
    ]);
  });
});
