import { z } from "zod";
import { workspaceName } from "../account/name";
import { userIdentifier, workspaceIdentifier } from "../identifiers";

export const workspaceRename = z.object({ name: workspaceName });
export type WorkspaceRename = z.infer<typeof workspaceRename>;

export const workspaceChoice = z.object({
  workspaceId: workspaceIdentifier,
});
export type WorkspaceChoice = z.infer<typeof workspaceChoice>;

export const memberChoice = z.object({ userId: userIdentifier });
export type MemberChoice = z.infer<typeof memberChoice>;

export const adminSwitch = z.object({ userId: userIdentifier, admin: z.boolean() });
export type AdminSwitch = z.infer<typeof adminSwitch>;
