import { z } from "zod";
import { workspaceName } from "../account/name";
import { identifierPattern, type UserId, type WorkspaceId } from "../identifiers";

export const workspaceRename = z.object({ name: workspaceName });
export type WorkspaceRename = z.infer<typeof workspaceRename>;

export const workspaceChoice = z.object({
  workspaceId: z
    .string()
    .regex(identifierPattern)
    .transform((id) => id as WorkspaceId),
});
export type WorkspaceChoice = z.infer<typeof workspaceChoice>;

const userId = z
  .string()
  .regex(identifierPattern)
  .transform((id) => id as UserId);

export const memberChoice = z.object({ userId });
export type MemberChoice = z.infer<typeof memberChoice>;

export const adminSwitch = z.object({ userId, admin: z.boolean() });
export type AdminSwitch = z.infer<typeof adminSwitch>;
