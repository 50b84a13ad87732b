"use server";

import { secondFactorProof, secondFactorStart } from "@/lib/core/account/second-factor";
import {
  confirmSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
  turnOffSecondFactor,
} from "@/lib/operations/sign-in/second-factor";
import { workspaceAction } from "@/lib/server/workspace-action";

export const startSecondFactorAction = workspaceAction("profile.edit", secondFactorStart, startSecondFactor);

export const confirmSecondFactorAction = workspaceAction(
  "profile.edit",
  secondFactorProof,
  confirmSecondFactor,
  { refreshes: "page" },
);

export const renewRecoveryCodesAction = workspaceAction(
  "profile.edit",
  secondFactorProof,
  renewRecoveryCodes,
  { refreshes: "page" },
);

export const turnOffSecondFactorAction = workspaceAction(
  "profile.edit",
  secondFactorProof,
  turnOffSecondFactor,
  { refreshes: "page" },
);
