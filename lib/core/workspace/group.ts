import { z } from "zod";
import { hasOnlyVisibleCharacters, shownName } from "../account/name";
import { identifier, userIdentifier } from "../identifiers";

export const mostMembersAtOnce = 100;
const longestDescription = 300;

const userIds = z
  .array(userIdentifier)
  .max(mostMembersAtOnce, `Choose at most ${mostMembersAtOnce} members at a time.`)
  .transform((ids) => [...new Set(ids)]);

const description = z
  .string()
  .trim()
  .max(longestDescription, `A description can have at most ${longestDescription} characters.`)
  .refine(hasOnlyVisibleCharacters, "A description can’t contain line breaks or invisible characters.");

const texts = { name: shownName("A group name"), description };

export const newGroup = z.object({ ...texts, userIds });
export type NewGroup = z.infer<typeof newGroup>;

/** `base` is what was there when the form was drawn. */
export const groupEdit = z.object({
  groupId: identifier,
  ...texts,
  base: z.object({ name: z.string(), description: z.string() }),
});
export type GroupEdit = z.infer<typeof groupEdit>;
export type GroupTexts = GroupEdit["base"];

export const groupChoice = z.object({ groupId: identifier });
export type GroupChoice = z.infer<typeof groupChoice>;

export const groupAddition = z.object({
  groupId: identifier,
  userIds: userIds.refine((ids) => ids.length > 0, "Choose at least one member."),
});
export type GroupAddition = z.infer<typeof groupAddition>;

export const groupRemoval = z.object({ groupId: identifier, userId: userIdentifier });
export type GroupRemoval = z.infer<typeof groupRemoval>;

export const memberSearch = z.object({
  search: z.string().trim().max(100),
  /** Leaves out who is in this group already. */
  notInGroupId: identifier.optional(),
});
export type MemberSearch = z.infer<typeof memberSearch>;
