import type { AccessCase } from "@/lib/core/access/testing/cases";
import type { Resource } from "@/lib/core/access/types";
import { newId } from "@/lib/server/crypto";
import type { Asker, WalkedWorld } from "./walked-world";
import { type Answer, act, succeeds } from "./ways";

/** By the wire, and by a page where there is a dialog for it. Nothing for what programs alone can’t make. */
export async function create(
  world: WalkedWorld,
  asker: Asker,
  { type, parent }: Pick<Extract<AccessCase, { op: "create" }>, "type" | "parent">,
): Promise<Answer[]> {
  const location = parent === null ? "" : world.pathOf(parent);
  const place = parent === null ? {} : { project: world.stored.idOf(parent) };
  const name = newId();
  const calls = new Map<string, object>([
    ["project", { name: location ? `${location}/${name}` : name }],
    ["task", { name, type: "training", ...place }],
    ["model", { name, uri: "s3://models/weights", ...place }],
    ...(parent === null ? [["queue", { name }] as const] : []),
  ]);
  const parameters = calls.get(type);
  if (!parameters) return [];
  const answers: Answer[] = [["wire", await succeeds(world, asker, `${type}s.create`, parameters)]];
  const texts = { name: newId(), description: "", tags: "" };
  if (asker.browser && type === "project") {
    const input = { location, ...texts };
    answers.push(["page", await act(world, asker, "app/projects/actions.ts createProjectAction", input)]);
  }
  if (asker.browser && type === "queue") {
    const file = "app/projects/queues/actions.ts";
    answers.push(["page", await act(world, asker, `${file} createQueueAction`, texts)]);
  }
  return answers;
}

/** What was moved goes back at once, so that each way finds it where it was. */
export async function move(
  world: WalkedWorld,
  asker: Asker,
  { id, type, parent: from }: Resource,
  to: string | null,
): Promise<Answer[]> {
  const isProject = type === "project";
  const target = to === null ? null : world.stored.idOf(to);
  // A project that is there already is not moved, whoever may.
  if ((!isProject && type !== "task") || (isProject && target === from)) return [];
  const location = to === null ? "" : world.pathOf(to);
  const former = from === null ? "" : world.pathOf(world.stored.named(from));
  const byWire = (who: Asker, place: { id: string | null; path: string }) =>
    isProject
      ? succeeds(world, who, "projects.move", { project: id, new_location: place.path })
      : succeeds(world, who, "tasks.move", { ids: [id], project: place.id });
  const byPage = () =>
    isProject
      ? act(world, asker, "app/projects/actions.ts moveProjectAction", { projectId: id, location })
      : act(world, asker, "app/projects/tasks/actions.ts moveTaskAction", { taskId: id, projectId: target });
  const answers: Answer[] = [];
  const tell = async (way: string, moved: boolean) => {
    answers.push([way, moved]);
    const isBack = !moved || target === from || (await byWire(world.admin, { id: from, path: former }));
    if (!isBack) throw new Error(`What was moved by ${way} did not go back.`);
  };
  await tell("wire", await byWire(asker, { id: target, path: location }));
  if (asker.browser) await tell("page", await byPage());
  return answers;
}
