import { z } from "zod";
import { identifier } from "../identifiers";
import { countText, listed, lossesOfFiles } from "./losses";
import { mostProjectDepth, mostProjectNameLength } from "./project-path";
import { textsEdit, typedDescription, typedTags } from "./texts";

const path = z
  .string()
  .trim()
  .max(mostProjectDepth * (mostProjectNameLength + 1), "The path is too long.");

const basename = z
  .string()
  .trim()
  .min(1, "A project needs a name.")
  .max(mostProjectNameLength, `A name can have at most ${mostProjectNameLength} characters.`);

/** `location` is the whole name of the project that it is to be in; none is the top. */
export const newProject = z.object({
  location: path,
  name: basename,
  description: typedDescription,
  tags: typedTags,
});

const newBasename = basename.refine(
  (name) => !name.includes("/"),
  "To put it into another project, move it.",
);

export const projectEdit = textsEdit(newBasename).extend({ projectId: identifier });

export const projectMove = z.object({ projectId: identifier, location: path });

export const projectChoice = z.object({ projectId: identifier });

export const projectDeletion = z.object({
  projectId: identifier,
  deletesContents: z.boolean(),
  deletesObjects: z.boolean(),
});

/** The whole name of a project with this name in another one. */
export function nameIn(location: string, name: string): string {
  return location === "" ? name : `${location}/${name}`;
}

/** The whole name of the project that another is in. */
export function locationOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}

/** What is in a project and all below it, archived and hidden things included. */
export type ProjectContents = {
  /** Without itself. */
  projects: number;
  tasks: number;
  models: number;
  datasets: number;
  dataviews: number;
  files: number;
  bytes: number;
};

/** What deleting a project means for what it holds, one line each. */
export function lossesOfDeletingProject(
  { projects, files, bytes, ...held }: ProjectContents,
  deletesContents: boolean,
): string[] {
  const list = listed(
    Object.entries(held).flatMap(([noun, count]) =>
      count === 0 ? [] : [countText(count, noun.slice(0, -1), noun)],
    ),
  );
  const nothing = list === "";
  return [
    ...(projects > 0 ? [`${countText(projects, "project", "projects")} in it`] : []),
    "The access rules about it",
    ...(nothing
      ? []
      : deletesContents
        ? [`${list}, with their logs and scalars`]
        : [`${list} stay, in no project`]),
    ...(deletesContents ? lossesOfFiles({ files, bytes }) : []),
  ];
}
