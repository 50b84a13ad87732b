import type { ServiceAccountTraits } from "./service-account";

/** Whether the values that an edit started from are still current. */
export function isUnchanged(seen: ServiceAccountTraits, current: ServiceAccountTraits): boolean {
  return (
    seen.name === current.name &&
    seen.mayImpersonate === current.mayImpersonate &&
    seen.mayAskDecisions === current.mayAskDecisions &&
    seen.admin === current.admin
  );
}
