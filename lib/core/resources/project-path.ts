import { done, type Outcome, refused } from "../outcome";

export const mostProjectDepth = 10;
export const mostProjectNameLength = 255;

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
  if (basename === undefined) return refused("invalid", "A project needs a name.");
  if (parts.length > mostProjectDepth) {
    return refused("invalid", `Projects can be nested up to ${mostProjectDepth} levels.`);
  }
  if (parts.some((part) => part.length > mostProjectNameLength)) {
    return refused("invalid", `A project's name can have up to ${mostProjectNameLength} characters.`);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line of text
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    return refused("invalid", "A project's name can’t contain control characters.");
  }
  return done({ name: parts.join("/"), parts, basename });
}

/** The names of the projects that it is in, the outermost first. */
export function ancestorNames({ parts }: ProjectPath): string[] {
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
