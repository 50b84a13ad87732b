import type { Section } from "./document";
import type { ConfigurationFacts } from "./facts";

/** How much of each section there is. */
export function sectionCounts({
  groups,
  rules,
  guards,
  vaults,
}: Pick<ConfigurationFacts, "groups" | "rules" | "guards" | "vaults">): Record<Section, number> {
  return {
    groups: groups.length,
    access_rules: rules.length,
    guards: guards.length,
    administrator_vaults: vaults.length,
  };
}
