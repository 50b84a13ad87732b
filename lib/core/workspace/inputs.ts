import { z } from "zod";
import { workspaceName } from "../account/name";
import { identifierPattern, type WorkspaceId } from "../identifiers";

export const workspaceRename = z.object({ name: workspaceName });
export type WorkspaceRename = z.infer<typeof workspaceRename>;

export const workspaceChoice = z.object({
  workspaceId: z
    .string()
    .regex(identifierPattern)
    .transform((id) => id as WorkspaceId),
});
export type WorkspaceChoice = z.infer<typeof workspaceChoice>;
