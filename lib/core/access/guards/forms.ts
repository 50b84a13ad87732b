import { z } from "zod";
import { identifier, userIdentifier } from "../../identifiers";
import { rulePermissions, ruleTypes } from "../rules/rule-names";

export const mostGuards = 100;

/** One user or one group; of the two ids one is null. */
export const newGuard = z
  .object({
    name: z.string().trim().min(1, "Enter a name.").max(100, "Use at most 100 characters."),
    userId: userIdentifier.nullable(),
    groupId: identifier.nullable(),
    allows: z.boolean(),
    access: z.enum(rulePermissions),
    type: z.enum(ruleTypes),
    targetId: z.string().min(1, "Choose a resource.").pipe(identifier),
  })
  .refine(({ userId, groupId }) => (userId === null) !== (groupId === null), {
    message: "Choose a user or a group.",
    path: ["principal"],
  });
export type NewGuard = z.infer<typeof newGuard>;

export const guardChoice = z.object({ guardId: identifier });
export type GuardChoice = z.infer<typeof guardChoice>;
