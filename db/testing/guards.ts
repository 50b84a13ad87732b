import type { NewGuard } from "@/lib/core/access/guards/forms";
import { createGuard } from "@/lib/operations/access/guards";
import { actAs, type Place } from "./factories/session";

type Wanted = Pick<NewGuard, "allows" | "access" | "type" | "targetId"> & Partial<NewGuard>;

export async function makeGuard(place: Place, wanted: Wanted): Promise<string> {
  const guard = { name: "Stays so", userId: null, groupId: null, ...wanted };
  return (await actAs(place, "access_rules.manage", (actor) => createGuard(actor, guard))).guardId;
}
