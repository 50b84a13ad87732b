"use server";

import { revalidatePath } from "next/cache";
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
  async (actor, { token }) => {
    const outcome = await acceptByLink(actor, token);
    if (outcome.ok) revalidatePath("/", "layout");
    return outcome;
  },
);
