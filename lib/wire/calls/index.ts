import type { Call } from "../call";
import { authCalls } from "./auth";
import { serverCalls } from "./server";
import { userCalls } from "./users";

/** Every call by its name, with the version of ClearML's API since which it is there. */
export const calls: Record<string, Call> = { ...authCalls, ...serverCalls, ...userCalls };
