"use server";

import { acceptingPerson, linkedInvitation, provingPerson } from "@/lib/core/workspace/invitation";
import { acceptAsNewPerson, acceptByLink } from "@/lib/operations/invitations/accept-by-link";
import { acceptByProving } from "@/lib/operations/invitations/accept-by-proving";
import { publicAction } from "@/lib/server/public-action";
import { workspaceAction } from "@/lib/server/workspace-action";

export const acceptAsNewPersonAction = publicAction(acceptingPerson, acceptAsNewPerson);

export const acceptByProvingAction = publicAction(provingPerson, acceptByProving);

export const acceptByLinkAction = workspaceAction(
  "workspace.switch",
  linkedInvitation,
  (actor, { token }) => acceptByLink(actor, token),
  { refreshes: "workspace" },
);
