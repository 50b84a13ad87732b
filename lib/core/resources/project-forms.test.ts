import { describe, expect, test } from "vitest";
import { nameIn, newProject, projectEdit, projectMove } from "./project-forms";
import { locationOf, lossesOfDeletingProject } from "./project-words";

const id = "0".repeat(32);
const base = { name: "vision", description: "", tags: [] };
const typed = { location: "", name: "vision", description: "", tags: "" };

describe("a new project", () => {
  test.each([
    ["", []],
    ["edge, release", ["edge", "release"]],
    [" edge ,, edge,", ["edge"]],
  ])("with the tags %j", (tags, expected) => {
    expect(newProject.parse({ ...typed, tags }).tags).toEqual(expected);
  });

  test.each([
    ["without a name", { name: "  " }],
    ["with a long name", { name: "x".repeat(256) }],
    ["with a long tag", { tags: "x".repeat(101) }],
    ["with many tags", { tags: Array.from({ length: 101 }, (_, at) => `t${at}`).join() }],
    ["with a long description", { description: "x".repeat(65_537) }],
    ["with a long location", { location: "x".repeat(2_561) }],
  ])("is refused %s", (_, change) => {
    expect(newProject.safeParse({ ...typed, ...change }).success).toBe(false);
  });

  test("may name the projects to make on the way, and an edit may not", () => {
    expect(newProject.parse({ ...typed, name: "a/b" }).name).toBe("a/b");
    expect(projectEdit.safeParse({ ...typed, projectId: id, name: "a/b", base }).success).toBe(false);
    expect(projectMove.safeParse({ projectId: "x", location: "" }).success).toBe(false);
  });
});

test("names are put together and taken apart", () => {
  expect(nameIn("", "a")).toBe("a");
  expect(nameIn("a/b", "c")).toBe("a/b/c");
  expect(locationOf("a/b/c")).toBe("a/b");
  expect(locationOf("a")).toBe("");
});

describe("what deleting a project means", () => {
  const held = {
    projects: 2,
    tasks: 1,
    models: 1_200,
    datasets: 0,
    dataviews: 3,
    files: 4,
    bytes: 2_000,
    objects: 5,
  };
  const empty = {
    projects: 0,
    tasks: 0,
    models: 0,
    datasets: 0,
    dataviews: 0,
    files: 0,
    bytes: 0,
    objects: 0,
  };

  test("names what is deleted, or stays", () => {
    expect(lossesOfDeletingProject(held, true)).toEqual([
      "2 projects in it",
      "The access rules about it",
      "1 task, 1,200 models and 3 dataviews, with their logs and scalars",
      "4 uploaded files, 2.0 KB",
    ]);
    expect(lossesOfDeletingProject({ ...held, projects: 0 }, false)).toEqual([
      "The access rules about it",
      "1 task, 1,200 models and 3 dataviews stay, in no project",
    ]);
    expect(lossesOfDeletingProject(empty, true)).toEqual(["The access rules about it"]);
  });
});
