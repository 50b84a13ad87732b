import { z } from "zod";
import { identifier, userIdentifier } from "../../identifiers";
import { projectMove } from "../../resources/project-forms";
import { configurationLimits } from "../configuration/document";
import { newAccessRule } from "../rules/forms";

/** A change of access that somebody is about to make. */
export const plannedChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rule_saved"), ruleId: identifier.nullable(), rule: newAccessRule }),
  z.object({ kind: z.literal("rule_deleted"), ruleId: identifier }),
  z.object({
    kind: z.literal("members_added"),
    groupId: identifier,
    userIds: z.array(userIdentifier).min(1).max(1_000),
  }),
  z.object({ kind: z.literal("member_removed"), groupId: identifier, userId: userIdentifier }),
  z.object({ kind: z.literal("group_deleted"), groupId: identifier }),
  z.object({ kind: z.literal("user_removed"), userId: userIdentifier }),
  z.object({ kind: z.literal("object_moved"), objectId: identifier, projectId: identifier.nullable() }),
  z.object({ kind: z.literal("project_moved"), ...projectMove.shape }),
  z.object({ kind: z.literal("configuration_applied"), text: z.string().max(configurationLimits.bytes) }),
]);
export type PlannedChange = z.infer<typeof plannedChange>;

/** `page` is of the list of those who gain or lose access; `within` is the key of a group in it, for its members alone. */
export const accessPreviewRequest = z.object({
  change: plannedChange,
  page: z.int().min(1).default(1),
  within: z.string().max(300).nullable().default(null),
});
export type AccessPreviewRequest = z.infer<typeof accessPreviewRequest>;
export type PreviewPageRequest = Pick<AccessPreviewRequest, "page" | "within">;
