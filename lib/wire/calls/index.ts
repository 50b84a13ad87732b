import type { Call } from "../call";
import { authCalls } from "./auth";
import { debugCalls } from "./debug";
import { loginCalls } from "./login";
import { organizationCalls } from "./organization";
import { endpointsCall, serverCalls } from "./server";
import { userCalls } from "./users";
import { vaultCalls } from "./vaults";

/** Every call by its name, with the version of ClearML's API that introduced it. */
export const calls: Record<string, Call> = {
  ...authCalls,
  ...debugCalls,
  ...loginCalls,
  ...organizationCalls,
  ...serverCalls,
  "server.endpoints": endpointsCall(() => calls),
  ...userCalls,
  ...vaultCalls,
};
