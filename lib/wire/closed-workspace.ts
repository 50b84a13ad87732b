import type { ApiCaller } from "@/lib/server/api-caller";
import { whyClosed } from "@/lib/server/closed-workspaces";
import { type SignedInCall, WireRefusal } from "./call";

/**
 * What programs can still do in a workspace that takes no more: sign in, read, delete, and end what runs. Nothing that
 * runs fails for it, and nothing new begins.
 */
const goesOn = [
  /^(?:auth|server|users|workers|serving)\./,
  /^[a-z]+\.(?:delete|remove|clear|archive|dequeue|stop|reset)(?:_|$)/,
  /^tasks\.(?:started|stopped|close|completed|failed|ping)$/,
  /^events\.(?:delete|clear)/,
];

export function isOpenWhenClosed(name: string, { reads = false }: Pick<SignedInCall, "reads">): boolean {
  return reads || goesOn.some((names) => names.test(name));
}

/** Clients log the answer and go on: they would come again without end for a 429. */
export function refuseIfClosed({ workspaceId }: ApiCaller, name: string, call: SignedInCall): void {
  const sentence = whyClosed(workspaceId);
  if (sentence === undefined || isOpenWhenClosed(name, call)) return;
  throw new WireRefusal(name.startsWith("events.") ? "eventsNotAdded" : "noWritePermission", sentence);
}
