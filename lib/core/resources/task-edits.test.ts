import { describe, expect, test } from "vitest";
import { type TaskRecord, type TaskStatus, taskStatuses } from "./task";
import {
  addsArtifacts,
  deletesArtifacts,
  deletesConfiguration,
  deletesHyperParameters,
  editsFields,
  isTooLarge,
  linksModel,
  mostArtifacts,
  mostTaskBytes,
  newlyLinkedModels,
  setsConfiguration,
  setsHyperParameters,
  setsRequirements,
  setsRuntime,
  type TaskEdit,
  unlinksModels,
} from "./task-edits";
import { taskWith } from "./testing/task-with";

function changeBy(edit: TaskEdit, task: Partial<TaskRecord>): object {
  const outcome = edit(taskWith(task));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

describe("a task changes", () => {
  const unfinished: TaskStatus[] = ["created", "in_progress"];
  const parameter = { section: "Args", name: "lr", value: "1" };
  const finished: TaskStatus[] = ["stopped", "publishing", "closed", "failed", "completed", "unknown"];

  test.each<[string, TaskEdit, TaskStatus[]]>([
    ["its script", editsFields({ script: {} }, false), unfinished],
    ["its script by force", editsFields({ script: {} }, true), [...unfinished, "queued", ...finished]],
    ["its name", editsFields({ name: "Test" }, false), unfinished],
    ["its name by force", editsFields({ name: "Test", tags: [] }, true), [...taskStatuses]],
    [
      "its name and script by force",
      editsFields({ name: "T", script: {} }, true),
      [...unfinished, "queued", ...finished],
    ],
    ["a parameter", setsHyperParameters([parameter], "none", false), unfinished],
    ["a parameter by force", setsHyperParameters([parameter], "none", true), [...unfinished, "queued"]],
    [
      "a property",
      setsHyperParameters([{ section: "Properties", name: "a" }], "none", false),
      [...taskStatuses],
    ],
    [
      "a property and a parameter",
      setsHyperParameters([{ ...parameter, section: "properties" }, parameter], "none", false),
      unfinished,
    ],
    ["without a parameter", deletesHyperParameters([parameter], false), unfinished],
    ["without a property", deletesHyperParameters([{ section: "properties" }], false), [...taskStatuses]],
    ["its configuration", setsConfiguration([{ name: "net" }], false, false), unfinished],
    ["without a configuration, by force", deletesConfiguration(["net"], true), [...unfinished, "queued"]],
    ["its requirements", setsRequirements({ pip: "numpy" }), [...unfinished, "queued"]],
    ["its runtime", setsRuntime({ a: 1 }, []), [...unfinished, "queued"]],
    ["its artifacts", addsArtifacts([{ key: "a" }]), [...unfinished, "queued"]],
    ["without an artifact", deletesArtifacts([{ key: "a" }]), [...unfinished, "queued"]],
    [
      "its models",
      linksModel("input", { name: "m", model: "1", updated: "" }, undefined),
      [...unfinished, "queued"],
    ],
    ["without a model", unlinksModels([{ name: "m", type: "input" }]), [...unfinished, "queued"]],
  ])("%s only in some statuses", (_, edit, allowed) => {
    const may = taskStatuses.filter((status) => edit(taskWith({ status })).ok);
    expect(may.toSorted()).toEqual(allowed.toSorted());
    const published = edit(taskWith({ status: "published" }));
    if (!published.ok) expect(published.refusal).toMatchObject({ reason: "task_status" });
  });
});

describe("an edit of fields", () => {
  test.each<[string, Parameters<typeof editsFields>[0], Partial<TaskRecord>, object]>([
    [
      "parts of a script",
      { script: { branch: "b" } },
      { script: { repository: "r", branch: "a" } },
      { script: { repository: "r", branch: "b" } },
    ],
    [
      "parts of what to execute",
      { execution: { queue: "q" } },
      { execution: { framework: "f" } },
      { execution: { framework: "f", queue: "q" } },
    ],
    [
      "one side of models",
      { models: { input: [] } },
      { models: { input: [1], output: [2] } },
      { models: { input: [], output: [2] } },
    ],
    [
      "a whole container",
      { container: { image: "b" } },
      { container: { image: "a", arguments: "-x" } },
      { container: { image: "b" } },
    ],
    ["all parameters", { hyperparams: { B: {} } }, { hyperparams: { A: {} } }, { hyperparams: { B: {} } }],
    ["a whole runtime", { runtime: { b: 1 } }, { runtime: { a: 1 } }, { runtime: { b: 1 } }],
  ])("replaces %s", (_, change, before, after) => {
    expect(changeBy(editsFields(change, false), before)).toEqual(after);
  });
});

describe("parameters", () => {
  const one = { section: "Args", name: "lr", value: "1" };
  const other = { section: "Args", name: "steps", value: "2" };
  const before = {
    hyperparams: { Args: { lr: one, steps: other }, Other: { x: { section: "Other", name: "x" } } },
  };
  const changed = { ...one, value: "9" };

  test.each([
    ["none", { Args: { lr: changed, steps: other }, Other: before.hyperparams.Other }],
    ["section", { Args: { lr: changed }, Other: before.hyperparams.Other }],
    ["all", { Args: { lr: changed } }],
  ] as const)("replacing %s", (replacing, hyperparams) => {
    expect(changeBy(setsHyperParameters([changed], replacing, false), before)).toEqual({ hyperparams });
  });

  test("of properties have one section, whatever its case", () => {
    const set = setsHyperParameters([{ section: "PROPERTIES", name: "a", value: "1" }], "none", false);
    expect(changeBy(set, {})).toEqual({
      hyperparams: { properties: { a: { section: "properties", name: "a", value: "1" } } },
    });
  });

  test("are deleted by name or by section, and not both", () => {
    expect(changeBy(deletesHyperParameters([one], false), before)).toEqual({
      hyperparams: { Args: { steps: other }, Other: before.hyperparams.Other },
    });
    expect(changeBy(deletesHyperParameters([{ section: "Args" }], false), before)).toEqual({
      hyperparams: { Other: before.hyperparams.Other },
    });
    const both = deletesHyperParameters([{ section: "Args" }, one], false)(taskWith(before));
    expect(both).toMatchObject({ ok: false, refusal: { reason: "conflicting_values" } });
  });

  test("with a name that objects have by nature are kept like others", () => {
    const set = setsHyperParameters(
      [{ section: "__proto__", name: "constructor", value: "1" }],
      "none",
      false,
    );
    const { hyperparams } = changeBy(set, {}) as { hyperparams: object };
    expect(JSON.stringify(hyperparams)).toBe(
      '{"__proto__":{"constructor":{"section":"__proto__","name":"constructor","value":"1"}}}',
    );
  });
});

test("a configuration is replaced by name, or as a whole", () => {
  const before = { configuration: { a: { name: "a" }, b: { name: "b" } } };
  const item = { name: "a", value: "1" };
  expect(changeBy(setsConfiguration([item], false, false), before)).toEqual({
    configuration: { a: item, b: { name: "b" } },
  });
  expect(changeBy(setsConfiguration([item], true, false), before)).toEqual({ configuration: { a: item } });
  expect(changeBy(deletesConfiguration(["a", "c"], false), before)).toEqual({
    configuration: { b: { name: "b" } },
  });
});

test("runtime properties are added and removed, and nothing is nothing", () => {
  const before = { runtime: { a: 1, b: 2 } };
  expect(changeBy(setsRuntime({ b: 3, c: 4 }, ["a"]), before)).toEqual({ runtime: { b: 3, c: 4 } });
  expect(changeBy(setsRuntime({}, []), { ...before, status: "completed" })).toEqual({});
});

test("artifacts are known by key and mode, and their sizes add up", () => {
  const before = {
    artifacts: [
      { key: "a", uri: "1", content_size: 5 },
      { key: "a", mode: "input", content_size: 7 },
    ],
  };
  const update = addsArtifacts([
    { key: "a", mode: "output", uri: "2", content_size: 6 },
    { key: "A", content_size: null },
  ]);
  expect(changeBy(update, before)).toEqual({
    artifacts: [
      { key: "A", mode: "output", content_size: null },
      { key: "a", mode: "output", uri: "2", content_size: 6 },
      { key: "a", mode: "input", content_size: 7 },
    ],
    artifactBytes: 13,
  });
  expect(changeBy(deletesArtifacts([{ key: "a" }]), before)).toEqual({
    artifacts: [{ key: "a", mode: "input", content_size: 7 }],
    artifactBytes: 7,
  });
});

test("a task has a limited number of artifacts, and each of them can be updated at the limit", () => {
  const artifacts = Array.from({ length: mostArtifacts }, (_, number) => ({ key: `k${number}` }));
  expect(addsArtifacts([{ key: "more" }])(taskWith({ artifacts }))).toMatchObject({
    ok: false,
    refusal: { reason: "limit_reached" },
  });
  expect(addsArtifacts(artifacts)(taskWith({ artifacts })).ok).toBe(true);
});

test("models are linked by name on each side, with the last iteration", () => {
  const link = { name: "net", model: "2", updated: "" };
  const before = {
    models: { input: [{ name: "net", model: "1" }], output: [{ name: "net", model: "1" }] },
    lastIteration: 5,
  };
  expect(changeBy(linksModel("output", link, 3), before)).toEqual({
    models: { input: before.models.input, output: [link] },
    lastIteration: 5,
  });
  expect(changeBy(linksModel("output", link, 8), before)).toMatchObject({ lastIteration: 8 });
  expect(changeBy(unlinksModels([{ name: "net", type: "input" }]), before)).toEqual({
    models: { input: [], output: before.models.output },
  });
  expect(newlyLinkedModels({ models: { input: [link], output: before.models.output } }, before)).toEqual([
    "2",
  ]);
});

test("the documents of a task are bounded together, in bytes", () => {
  const half = { a: "x".repeat(mostTaskBytes / 2) };
  expect(isTooLarge({ configuration: half })).toBe(false);
  expect(isTooLarge({ configuration: half }, taskWith({ hyperparams: half }))).toBe(true);
  expect(isTooLarge({ configuration: {} }, taskWith({ configuration: half, hyperparams: half }))).toBe(false);
  expect(isTooLarge({ comment: "" }, taskWith({ configuration: half, hyperparams: half }))).toBe(false);
  expect(isTooLarge({ configuration: { a: "é".repeat(mostTaskBytes / 2) } })).toBe(true);
});
