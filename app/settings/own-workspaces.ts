import { cache } from "react";
import { listOwnWorkspaces } from "@/lib/operations/workspace/memberships";

/** Asked once a request, though the shell and a page both show them. */
export const ownWorkspaces = cache(listOwnWorkspaces);
