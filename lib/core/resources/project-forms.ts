import { z } from "zod";
import { identifier } from "../identifiers";
import { mostProjectDepth, mostProjectNameLength } from "./project-path";

const mostTags = 100;
const mostTagLength = 100;

const path = z
  .string()
  .trim()
  .max(mostProjectDepth * (mostProjectNameLength + 1), "The path is too long.");

const basename = z
  .string()
  .trim()
  .min(1, "A project needs a name.")
  .max(mostProjectNameLength, `A name can have at most ${mostProjectNameLength} characters.`);

/** As people type tags: words between commas. */
const tags = z
  .string()
  .max(mostTags * (mostTagLength + 2), "These are too many tags.")
  .transform((text) => [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== ""))
  .refine((list) => list.length <= mostTags, `A project can have at most ${mostTags} tags.`)
  .refine(
    (list) => list.every((tag) => tag.length <= mostTagLength),
    `A tag can have at most ${mostTagLength} characters.`,
  );

const description = z.string().trim().max(10_000, "A description can have at most 10,000 characters.");

/** `location` is the whole name of the project that it is to be in; none is the top. */
export const newProject = z.object({ location: path, name: basename, description, tags });

export const projectEdit = z.object({
  projectId: identifier,
  /** Where it was when the form was drawn. */
  location: path,
  name: basename.refine((name) => !name.includes("/"), "To put it into another project, move it."),
  description,
  tags,
});

export const projectMove = z.object({ projectId: identifier, location: path });

export const projectDeletion = z.object({ projectId: identifier, deletesContents: z.boolean() });

/** The whole name of a project with this name in another one. */
export function nameIn(location: string, name: string): string {
  return location === "" ? name : `${location}/${name}`;
}

/** The whole name of the project that another is in. */
export function locationOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}

export type ProjectContents = {
  projects: number;
  tasks: number;
  models: number;
  datasets: number;
  dataviews: number;
};

/** What deleting a project means for what it holds, one line each. */
export function lossesOfDeletingProject(contents: ProjectContents, deletesContents: boolean): string[] {
  const { projects, ...held } = contents;
  const counted = Object.entries(held).flatMap(([noun, count]) =>
    count === 0 ? [] : [count === 1 ? `1 ${noun.slice(0, -1)}` : `${count.toLocaleString("en")} ${noun}`],
  );
  const list = counted.length > 1 ? `${counted.slice(0, -1).join(", ")} and ${counted.at(-1)}` : counted[0];
  return [
    ...(projects > 0 ? ["The projects in it"] : []),
    "The access rules about it",
    ...(deletesContents
      ? [
          `${list ?? "Everything in it"}, with logs, scalars and uploaded files`,
          "What is archived or hidden in it",
        ]
      : [`${list ? `${list} stay` : "What it holds stays"}, in no project`]),
  ];
}
