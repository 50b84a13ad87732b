import { type FileRow, findFile } from "@/db/reads/files";
import { mayReadFile } from "@/lib/core/resources/file-access";
import type { Actor } from "@/lib/core/workspace/actor";
import { isAdministrator } from "@/lib/core/workspace/role";
import { accessOfActor } from "../../access/caller-access";
import { countCallAbout } from "../../usage/project-calls";

/** Nothing where there is no such file, or the actor may not read it. */
export async function findReadableFile(actor: Actor, path: string): Promise<FileRow | undefined> {
  const [file, access] = await Promise.all([findFile(actor.workspaceId, path), accessOfActor(actor)]);
  const asker = { userId: actor.userId, isAdministrator: isAdministrator(actor.role) };
  const may = (action: "read" | "modify", taskId: string) => access.mayOf("task", action, taskId);
  const mayReadModel = (modelId: string) => access.mayOf("model", "read", modelId);
  if (!file || !mayReadFile(file, asker, may, mayReadModel)) return undefined;
  if (file.taskId !== null && actor.via.by === "credentials") {
    countCallAbout(actor.workspaceId, access, [file.taskId]);
  }
  return file;
}
