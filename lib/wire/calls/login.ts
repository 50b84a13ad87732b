import { z } from "zod";
import { revokePresentedToken } from "@/lib/operations/credentials/api-tokens";
import { actorOf } from "@/lib/server/api-caller";
import { type Call, openCall } from "../call";

export const loginCalls: Record<string, Call> = {
  /** People sign in on Steward's own page; over this protocol nobody does, by name or by a provider. */
  "login.supported_modes": openCall("2.9", z.object({}), async ({ findCaller }) => ({
    data: {
      basic: { enabled: false, guest: { enabled: false } },
      sso: {},
      sso_providers: [],
      server_errors: { missed_es_upgrade: false, es_connection_error: false },
      authenticated: (await findCaller()) !== undefined,
    },
  })),

  "login.logout": openCall("2.13", z.object({}), async ({ findCaller }) => {
    const caller = await findCaller();
    const actor = caller && (await actorOf(caller));
    if (actor) await revokePresentedToken(caller, actor);
    return { data: {} };
  }),
};
