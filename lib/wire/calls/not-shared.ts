import { z } from "zod";
import { type Call, call, type ResourceRef, WireRefusal } from "../call";

/** Of `make_public` and `make_private`: nothing is shared outside its workspace. */
export function notShared(resource: ResourceRef["resource"], named: string): Call {
  return call(
    "2.9",
    z.object({ ids: z.array(z.string().min(1).max(64)).min(1).max(500) }),
    async () => {
      throw new WireRefusal("notImplemented", `${named} are shared by access rules.`);
    },
    { reads: true, refs: [{ field: "ids", resource, needs: "modify" }] },
  );
}
