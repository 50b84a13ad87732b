import { countText, listed, lossesOfFiles } from "./losses";

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
  /** Files in buckets. */
  objects: number;
};

/** What deleting a project means for what it holds, one line each. */
export function lossesOfDeletingProject(
  { projects, files, bytes, objects: _, ...held }: ProjectContents,
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
