import { z } from "zod";
import { identifier } from "../identifiers";
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
