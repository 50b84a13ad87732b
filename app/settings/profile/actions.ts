"use server";

import { z } from "zod";
import { identityChoice, providerChoice } from "@/lib/core/account/identity";
import { firstPassword, nameChange, passwordChange, sessionChoice } from "@/lib/core/account/inputs";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { renameSelf } from "@/lib/operations/account/accounts";
import { rememberOwnBrowser } from "@/lib/operations/account/known-browsers";
import { requestProvingMail } from "@/lib/operations/account/mails";
import { disconnectIdentity, mayConnectIdentity } from "@/lib/operations/sign-in/identities";
import { changePassword, setFirstPassword } from "@/lib/operations/sign-in/passwords";
import { endOtherSessions, endSession } from "@/lib/operations/sign-in/sessions";
import { keepConnectIntent } from "@/lib/server/connect-intent";
import { rememberBrowser } from "@/lib/server/known-browser";
import { workspaceAction } from "@/lib/server/workspace-action";

export const renameSelfAction = workspaceAction("profile.edit", nameChange, renameSelf, {
  refreshes: "workspace",
});

export const changePasswordAction = workspaceAction(
  "profile.edit",
  passwordChange,
  async (actor, change) => {
    const outcome = await changePassword(actor, change);
    if (outcome.ok) await keepBrowserKnown(actor);
    return outcome;
  },
  { refreshes: "page" },
);

export const setFirstPasswordAction = workspaceAction(
  "profile.edit",
  firstPassword,
  async (actor, chosen) => {
    const outcome = await setFirstPassword(actor, chosen);
    if (outcome.ok) await keepBrowserKnown(actor);
    return outcome;
  },
  { refreshes: "page" },
);

async function keepBrowserKnown(actor: ActorWith<"profile.edit">): Promise<void> {
  const remembered = await rememberOwnBrowser(actor);
  if (remembered.ok) await rememberBrowser(remembered.value);
}

export const requestProvingMailAction = workspaceAction("profile.edit", z.object({}), requestProvingMail);

export const endSessionAction = workspaceAction("sessions.manage", sessionChoice, endSession, {
  refreshes: "page",
  evenIfRefused: true,
});

export const endOtherSessionsAction = workspaceAction("sessions.manage", z.object({}), endOtherSessions, {
  refreshes: "page",
  evenIfRefused: true,
});

/** Only notes that this session wants it; what the provider then answers is judged when it comes back. */
export const connectIdentityAction = workspaceAction(
  "profile.edit",
  providerChoice,
  async (actor, choice) => {
    const outcome = await mayConnectIdentity(actor, choice);
    if (outcome.ok && actor.via.by === "session")
      await keepConnectIntent(actor.via.sessionId, choice.provider);
    return outcome;
  },
);

export const disconnectIdentityAction = workspaceAction("profile.edit", identityChoice, disconnectIdentity, {
  refreshes: "page",
  evenIfRefused: true,
});
