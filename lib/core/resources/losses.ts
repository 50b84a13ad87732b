import { byteText } from "./number-text";

/** '1 task' or '1,200 tasks'. */
export function countText(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** 'a, b and c'. */
export function listed(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "");
}

export function lossesOfFiles({ files, bytes }: { files: number; bytes: number }): string[] {
  return files === 0 ? [] : [`${countText(files, "uploaded file", "uploaded files")}, ${byteText(bytes)}`];
}

/** What goes with a task that is deleted or reset. */
export type TaskContents = {
  /** Drafts that it made and that nothing else uses. */
  models: number;
  logLines: number;
  scalars: number;
  samples: number;
  plots: number;
  files: number;
  bytes: number;
  /** Files in buckets. */
  objects: number;
  /** Tasks that name it as their parent. */
  children: number;
};

/** One line each. */
export function lossesOfTask(contents: TaskContents): string[] {
  const reported = listed([
    ...(contents.logLines > 0 ? [countText(contents.logLines, "line of its log", "lines of its log")] : []),
    ...(contents.scalars > 0 ? [countText(contents.scalars, "scalar", "scalars")] : []),
    ...(contents.samples > 0 ? [countText(contents.samples, "debug sample", "debug samples")] : []),
    ...(contents.plots > 0 ? [countText(contents.plots, "plot", "plots")] : []),
  ]);
  return [
    ...(reported ? [reported] : []),
    ...(contents.models > 0 ? [`${countText(contents.models, "model", "models")} that only it uses`] : []),
    ...lossesOfFiles(contents),
  ];
}

/** Of several tasks. */
export function sumOfContents(all: readonly TaskContents[]): TaskContents {
  const sum = {
    models: 0,
    logLines: 0,
    scalars: 0,
    samples: 0,
    plots: 0,
    files: 0,
    bytes: 0,
    objects: 0,
    children: 0,
  };
  for (const contents of all) {
    for (const key of Object.keys(sum) as (keyof TaskContents)[]) sum[key] += contents[key];
  }
  return sum;
}

/** What deleting several tasks means. */
export function lossesOfDeletingTasks(contents: TaskContents): string[] {
  const { children, models } = contents;
  return [
    ...lossesOfTask({ ...contents, models: 0 }),
    ...(models > 0 ? [`${countText(models, "model", "models")} that nothing else uses`] : []),
    "The access rules about them",
    ...(children > 0
      ? [`${countText(children, "task made from them loses its", "tasks made from them lose their")} parent`]
      : []),
  ];
}

/** What deleting a task means besides. */
export function lossesOfDeletingTask(contents: TaskContents): string[] {
  return [
    ...lossesOfTask(contents),
    "The access rules about it",
    ...(contents.children > 0
      ? [
          `${countText(contents.children, "task made from it loses its", "tasks made from it lose their")} parent`,
        ]
      : []),
  ];
}
