import { done, type Outcome } from "../outcome";
import { refusedResource } from "./refusal";

export const mostProjectDepth = 10;
export const mostProjectNameLength = 255;
/** Of a whole path: an index of the database holds no longer ones. */
export const mostProjectPathLength = 600;

/** A project's whole name: its own and those of the projects that it is in, with `/` between. */
export type ProjectPath = {
  readonly name: string;
  readonly parts: readonly string[];
  readonly basename: string;
};

/** Spaces around a name and empty names, as in `a//b`, are left out, as ClearML's open server does. */
export function readProjectPath(text: string): Outcome<ProjectPath> {
  const parts = text
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const basename = parts.at(-1);
  if (basename === undefined) return refusedResource("project_name", "A project needs a name.");
  if (parts.length > mostProjectDepth) {
    return refusedResource("project_depth", `Projects can be nested up to ${mostProjectDepth} levels.`);
  }
  if (parts.some((part) => part.length > mostProjectNameLength)) {
    return refusedResource(
      "project_name",
      `A project's name can have up to ${mostProjectNameLength} characters.`,
    );
  }
  const name = parts.join("/");
  if (name.length > mostProjectPathLength) {
    return refusedResource(
      "project_name",
      `A project's name and those of the projects that it is in can have up to ${mostProjectPathLength} characters together.`,
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line of text
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    return refusedResource("project_name", "A project's name can’t contain control characters.");
  }
  return done({ name, parts, basename });
}

/** The names of the projects that it is in, the outermost first. */
export function ancestorNames({ parts }: ProjectPath): string[] {
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
