import { z } from "zod";
import { workspaceName } from "../account/name";

export const workspaceRename = z.object({ name: workspaceName });
export type WorkspaceRename = z.infer<typeof workspaceRename>;
