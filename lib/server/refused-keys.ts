import { networkOf } from "@/lib/core/account/rate-limit";
import { hourOf } from "@/lib/core/audit/refusals";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "./clock";

/** Refused attempts with API credentials. `target` is empty where nobody has such credentials. */
export type RefusedKey = { hour: Date; target: string; network: string; attempts: number };

/** Past it, networks are no longer told apart, and past twice as many, credentials neither. */
const mostTold = 500;

const counted = new Map<string, RefusedKey>();

export function countRefusedKey(
  credentials: { workspaceId: WorkspaceId; accessKey: string } | undefined,
  ip: string,
): void {
  const target = credentials ? `${credentials.workspaceId}/${credentials.accessKey}` : "";
  add({ hour: hourOf(now()), target, network: networkOf(ip), attempts: 1 });
}

/** What was counted since the last time. */
export function takeRefusedKeys(): RefusedKey[] {
  const taken = [...counted.values()];
  counted.clear();
  return taken;
}

/** For what could not be stored. */
export function giveBackRefusedKeys(refused: RefusedKey[]): void {
  for (const each of refused) add(each);
}

function add(refused: RefusedKey): void {
  const coarser = [refused, { ...refused, network: "" }, { ...refused, network: "", target: "" }];
  for (const [step, each] of coarser.entries()) {
    const key = `${each.hour.getTime()} ${each.target} ${each.network}`;
    const known = counted.get(key);
    if (known) {
      known.attempts += each.attempts;
      return;
    }
    if (counted.size < mostTold * (step + 1)) {
      counted.set(key, { ...each });
      return;
    }
  }
}
