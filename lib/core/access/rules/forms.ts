import { z } from "zod";
import { identifier, userIdentifier } from "../../identifiers";
import { listQuery, searchText } from "../../list-query";
import { rulePermissions, ruleTypes } from "./rule-names";

export const mostOfAKind = 100;

const content = z
  .object({
    type: z.enum(ruleTypes),
    /** Null for all of the type. */
    targetId: z.union([identifier, z.null()], "Choose a resource, or all of the type."),
    access: z.enum(rulePermissions),
    userIds: z
      .array(userIdentifier)
      .max(mostOfAKind, `Name at most ${mostOfAKind} users; put more in a group.`),
    groupIds: z.array(identifier).max(mostOfAKind, `Name at most ${mostOfAKind} groups.`),
  })
  .transform((rule) => ({
    ...rule,
    userIds: [...new Set(rule.userIds)],
    groupIds: [...new Set(rule.groupIds)],
  }))
  .refine(({ userIds, groupIds }) => userIds.length + groupIds.length > 0, {
    message: "Choose at least one user or group.",
    path: ["principals"],
  });

export const newAccessRule = content;
export type NewAccessRule = z.infer<typeof newAccessRule>;

/** `revision` is that of the rule as the form showed it. */
export const accessRuleChoice = z.object({ ruleId: identifier, revision: z.int().min(1) });
export type AccessRuleChoice = z.infer<typeof accessRuleChoice>;

export const accessRuleEdit = accessRuleChoice.and(content);
export type AccessRuleEdit = z.infer<typeof accessRuleEdit>;

export const ruleSorts = ["name", "type", "permission"] as const;
export type RuleSort = (typeof ruleSorts)[number];

/** What the address of the table of rules says. */
export const ruleQuery = listQuery(ruleSorts).extend({
  type: z.enum(["all", ...ruleTypes]).catch("all"),
  /** Of the user or group that the rules name. */
  principal: identifier.or(z.literal("")).catch(""),
  /** Of the object that the rules are about. */
  resource: identifier.or(z.literal("")).catch(""),
});
export type RuleQuery = z.infer<typeof ruleQuery>;

/** For a picker of objects of one type, or of any. */
export const objectSearch = z.object({ type: z.enum(ruleTypes).optional(), search: searchText });
export type ObjectSearch = z.infer<typeof objectSearch>;

/** For the picker of the objects that there are rules about. */
export const ruledObjectSearch = z.object({ search: searchText });
export type RuledObjectSearch = z.infer<typeof ruledObjectSearch>;

/** For the picker of users and groups. */
export const principalSearch = z.object({ search: searchText });
export type PrincipalSearch = z.infer<typeof principalSearch>;
