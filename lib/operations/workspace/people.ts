import { isBadPattern, listPeople, type PersonView } from "@/db/reads/people";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { Actor, ActorWith } from "@/lib/core/workspace/actor";
import { onePerson, type PeopleQuery } from "@/lib/core/workspace/people";
import { isAdministrator } from "@/lib/core/workspace/role";

export type SeenPerson = PersonView;

/**
 * The users of the workspace as others see them: a member sees people, and nobody's address but their own;
 * administrators see service accounts and addresses too.
 */
export async function listUsers(
  actor: ActorWith<"workspace.view">,
  query: PeopleQuery,
): Promise<Outcome<SeenPerson[]>> {
  try {
    return done(await seenBy(actor, query));
  } catch (error) {
    if (isBadPattern(error)) return refused("invalid", "The name is not a valid regular expression.");
    throw error;
  }
}

export async function findUser(
  actor: ActorWith<"workspace.view">,
  userId: string,
): Promise<SeenPerson | undefined> {
  return (await seenBy(actor, onePerson(userId)))[0];
}

/** Whoever calls, as a user of the workspace. */
export async function findSelf(actor: Actor): Promise<SeenPerson | undefined> {
  return (await seenBy(actor, onePerson(actor.userId)))[0];
}

async function seenBy(actor: Actor, query: PeopleQuery): Promise<SeenPerson[]> {
  const everything = isAdministrator(actor.role);
  const rows = await listPeople(actor.workspaceId, { userId: actor.userId, everyKind: everything }, query);
  return rows.map((row) => (everything || row.id === actor.userId ? row : { ...row, email: null }));
}
