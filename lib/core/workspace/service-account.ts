import { z } from "zod";
import { shownName } from "../account/name";
import { newCredentials } from "../credentials/inputs";
import { userIdentifier } from "../identifiers";
import { listQuery } from "../list-query";

const traits = z.object({
  name: shownName("A name"),
  /** Whether its agents may run a task as the task's owner. */
  mayImpersonate: z.boolean(),
  /** Whether its programs may ask the decision API what every member may do. */
  mayAskDecisions: z.boolean(),
  admin: z.boolean(),
});
export type ServiceAccountTraits = z.infer<typeof traits>;

/** The expiry is that of its first credentials. */
export const newServiceAccount = traits.extend(newCredentials.pick({ expires: true, date: true }).shape);
export type NewServiceAccount = z.infer<typeof newServiceAccount>;

/** `seen` is what the form was drawn with: an edit must not undo what somebody else did meanwhile. */
export const serviceAccountEdit = traits.extend({
  accountId: userIdentifier,
  seen: traits.extend({ name: z.string().max(100) }),
});
export type ServiceAccountEdit = z.infer<typeof serviceAccountEdit>;

export const serviceAccountChoice = z.object({ accountId: userIdentifier });
export type ServiceAccountChoice = z.infer<typeof serviceAccountChoice>;

export const serviceAccountCredentials = newCredentials.extend({ accountId: userIdentifier });
export type ServiceAccountCredentials = z.infer<typeof serviceAccountCredentials>;

export const serviceAccountSorts = ["name", "credentials", "active"] as const;
export type ServiceAccountSort = (typeof serviceAccountSorts)[number];

export const serviceAccountQuery = listQuery(serviceAccountSorts);
export type ServiceAccountQuery = z.infer<typeof serviceAccountQuery>;
