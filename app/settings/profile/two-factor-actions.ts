"use server";

import { revalidatePath } from "next/cache";
import { secondFactorProof, secondFactorStart } from "@/lib/core/account/second-factor";
import {
  confirmSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
  turnOffSecondFactor,
} from "@/lib/operations/sign-in/second-factor";
import { workspaceAction } from "@/lib/server/workspace-action";

export const startSecondFactorAction = workspaceAction("profile.edit", secondFactorStart, startSecondFactor);

/**
 * The page is rendered again when the dialog closes. Rendering it earlier would remove the codes before the
 * user sees them.
 */
export const confirmSecondFactorAction = workspaceAction(
  "profile.edit",
  secondFactorProof,
  confirmSecondFactor,
);

export const renewRecoveryCodesAction = workspaceAction(
  "profile.edit",
  secondFactorProof,
  renewRecoveryCodes,
);

export const turnOffSecondFactorAction = workspaceAction(
  "profile.edit",
  secondFactorProof,
  async (actor, proof) => {
    const outcome = await turnOffSecondFactor(actor, proof);
    if (outcome.ok) revalidatePath("/settings/profile");
    return outcome;
  },
);
