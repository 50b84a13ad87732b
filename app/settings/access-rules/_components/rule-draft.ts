import type { MissingPrincipal } from "@/app/_components/access/access-preview";
import type { PlannedChange } from "@/lib/core/access/previews/request";
import type { NewAccessRule } from "@/lib/core/access/rules/forms";
import type { RulePermission, RuleType } from "@/lib/core/access/rules/rule-names";
import type { AccessRuleView } from "@/lib/operations/access/rule-list";
import type { Target } from "../../_components/access/object-picker";
import { optionOfGroup, optionOfUser, type PrincipalOption } from "../../_components/access/principal-option";

/** What the form of a rule contains. */
export type RuleDraft = {
  type: RuleType;
  /** Null for all of the type, undefined while nothing is chosen. */
  target: Target | undefined;
  access: RulePermission;
  principals: readonly PrincipalOption[];
};

export const blankDraft: RuleDraft = { type: "project", target: undefined, access: "read", principals: [] };

export function draftOf({ type, object, access, users, groups }: AccessRuleView): RuleDraft {
  return {
    type,
    target: object,
    access,
    principals: [...groups.map(optionOfGroup), ...users.map(optionOfUser)],
  };
}

/** As the actions take it; without a target the server says what is missing. */
export function inputOf({ type, target, access, principals }: RuleDraft) {
  const ids = (isGroup: boolean) => principals.filter((each) => each.isGroup === isGroup).map(({ id }) => id);
  return {
    type,
    targetId: (target === undefined ? undefined : (target?.id ?? null)) as string | null,
    access,
    userIds: ids(false),
    groupIds: ids(true),
  };
}

/** What saving it would do; nothing while the server would refuse it. */
export function plannedBy(draft: RuleDraft, ruleId: string | null): PlannedChange | null {
  if (draft.target === undefined || draft.principals.length === 0) return null;
  return { kind: "rule_saved", ruleId, rule: inputOf(draft) as NewAccessRule };
}

/** Names a guard's principal as well. */
export function withPrincipal(draft: RuleDraft, missing: MissingPrincipal): RuleDraft {
  const { kind, ...principal } = missing;
  const option =
    kind === "group" ? optionOfGroup(principal) : optionOfUser({ ...principal, email: null, kind });
  return { ...draft, principals: [...draft.principals, option] };
}

export function isSameDraft(one: RuleDraft, other: RuleDraft): boolean {
  const [mine, theirs] = [inputOf(one), inputOf(other)];
  const sorted = (ids: string[]) => ids.toSorted().join();
  return (
    mine.type === theirs.type &&
    mine.targetId === theirs.targetId &&
    mine.access === theirs.access &&
    sorted(mine.userIds) === sorted(theirs.userIds) &&
    sorted(mine.groupIds) === sorted(theirs.groupIds)
  );
}
