import { db } from "@/db/client";
import {
  type AccessRuleRow,
  type AccessRuleView,
  countAccessRules,
  findFilterNames,
  findAccessRule as findRule,
  listAccessRules,
  type RuleGroup,
  type RuleUser,
  searchRuledObjects,
} from "@/db/reads/access-rules";
import { searchGroups, type VaultGroup } from "@/db/reads/admin-vaults";
import { type MemberOption, searchMembers } from "@/db/reads/members";
import { searchRuleObjects } from "@/db/reads/rule-objects";
import type {
  ObjectSearch,
  PrincipalSearch,
  RuledObjectSearch,
  RuleQuery,
} from "@/lib/core/access/rules/forms";
import type { RuleObject, RuleType } from "@/lib/core/access/rules/rule-names";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, readPage } from "@/lib/core/page";
import type { RuleManager } from "./rules";

export type { AccessRuleRow, AccessRuleView, RuleGroup, RuleUser };

const perPage = 50;

export type RulePage = {
  page: Page<AccessRuleRow>;
  /** Of each type, with the filters other than that. */
  counts: ReadonlyMap<RuleType, number>;
  /** What the filters name; null where they name nothing that is there. */
  filters: { principal: string | null; resource: string | null };
};

export async function listAccessRulesPage(actor: RuleManager, query: RuleQuery): Promise<RulePage> {
  const { workspaceId } = actor;
  const isFiltered = query.principal !== "" || query.resource !== "";
  const none = { principal: null, resource: null };
  const [{ counted, page }, filters] = await Promise.all([
    readPage(
      query.page,
      perPage,
      countAccessRules(workspaceId, query, db()),
      (bounds) => listAccessRules(workspaceId, query, bounds, db()),
      (counts) =>
        query.type === "all"
          ? [...counts.values()].reduce((sum, count) => sum + count, 0)
          : (counts.get(query.type) ?? 0),
    ),
    isFiltered ? findFilterNames(workspaceId, query, db()) : none,
  ]);
  return { page, counts: counted, filters };
}

/** With everybody whom it names, for the form that edits it. */
export async function findAccessRule(
  actor: RuleManager,
  { ruleId }: { ruleId: string },
): Promise<Outcome<AccessRuleView>> {
  const rule = await findRule(actor.workspaceId, ruleId, db());
  return rule ? done(rule) : refused("not_found", "This access rule no longer exists.");
}

const mostSuggestions = 20;

export async function findRuleObjects(
  actor: RuleManager,
  { type, search }: ObjectSearch,
): Promise<Outcome<{ objects: (RuleObject & { type: RuleType })[] }>> {
  return done({ objects: await searchRuleObjects(actor.workspaceId, type, search, mostSuggestions, db()) });
}

export async function findRuledObjects(
  actor: RuleManager,
  { search }: RuledObjectSearch,
): Promise<Outcome<{ objects: (RuleObject & { type: RuleType })[] }>> {
  return done({ objects: await searchRuledObjects(actor.workspaceId, search, mostSuggestions, db()) });
}

/** Groups first: a rule for a group outlives the people in it. */
export async function findRulePrincipals(
  actor: RuleManager,
  { search }: PrincipalSearch,
): Promise<Outcome<{ users: MemberOption[]; groups: VaultGroup[] }>> {
  const [groups, users] = await Promise.all([
    searchGroups(actor.workspaceId, search, mostSuggestions),
    searchMembers(actor.workspaceId, { search }, mostSuggestions),
  ]);
  return done({ users, groups });
}
