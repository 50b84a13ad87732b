const key = Symbol.for("steward.startedActions");
const shared = globalThis as { [key]?: Set<string> };
shared[key] ??= new Set();

/** The ids of the requests whose action has begun. Next’s bundle and the server have a copy of this module each. */
export const startedActions: Set<string> = shared[key];
