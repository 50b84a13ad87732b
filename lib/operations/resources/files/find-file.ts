import { type FileRow, findFile } from "@/db/reads/files";
import { mayReadFile } from "@/lib/core/resources/file-access";
import type { Actor } from "@/lib/core/workspace/actor";
import { isAdministrator } from "@/lib/core/workspace/role";
import { accessOfActor } from "../../access/caller-access";

/** Nothing where there is no such file, or the actor may not read it. */
export async function findReadableFile(actor: Actor, path: string): Promise<FileRow | undefined> {
  const [file, access] = await Promise.all([findFile(actor.workspaceId, path), accessOfActor(actor)]);
  const asker = { userId: actor.userId, isAdministrator: isAdministrator(actor.role) };
  const may = (action: "read" | "modify", taskId: string) => access.mayOf("task", action, taskId);
  return file && mayReadFile(file, asker, may) ? file : undefined;
}
