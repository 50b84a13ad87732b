import { type Key, makeCredentials } from "../../../db/testing/factories/credentials";
import { makePerson, type TestPerson } from "../../../db/testing/factories/person";
import { makeServiceAccount } from "../../../db/testing/factories/service-account";
import { actAs, type Place } from "../../../db/testing/factories/session";
import { join } from "../../../db/testing/factories/workspace";
import type { Principal } from "../../core/access/types";
import type { UserId } from "../../core/identifiers";
import { removeMember } from "../../operations/workspace/members";
import { deleteServiceAccount } from "../../operations/workspace/service-accounts";

/** Whoever has credentials in a stored world, those too who were removed from it since; people also sign in. */
export type DrawnCaller = Principal & { name: string; id: UserId; key: Key; person?: TestPerson };

export type Cast = { owner: TestPerson; people: readonly TestPerson[] };

/** The people of all drawn worlds, each of which has some of them as members. */
export async function makeCast(): Promise<Cast> {
  const people: TestPerson[] = [];
  for (const name of ["ada", "bo", "constructor", "__proto__"]) people.push(await makePerson(name));
  return { owner: await makePerson("owner"), people };
}

/** The owner and everybody of the cast as members with credentials, and these service accounts; all of them active. */
export async function makeCallers(
  place: Place,
  { owner, people }: Cast,
  accounts: readonly string[],
  drawn: readonly Principal[],
): Promise<DrawnCaller[]> {
  const { workspaceId = owner.personalId } = place;
  await join(workspaceId, ...people);
  const callers: DrawnCaller[] = [];
  for (const person of [owner, ...people]) {
    const key = await makeCredentials({ account: person, workspaceId });
    const { name, id } = person;
    callers.push({ name, id, key, kind: "user", active: true, canImpersonate: false, person });
  }
  for (const name of accounts) {
    const canImpersonate = drawn.some((each) => each.id === name && each.canImpersonate);
    const { id, key } = await makeServiceAccount(place, { name, mayImpersonate: canImpersonate });
    callers.push({ name, id, key, kind: "service", active: true, canImpersonate });
  }
  return callers;
}

export async function remove(place: Place, { id, kind }: DrawnCaller): Promise<void> {
  if (kind === "user") await actAs(place, "members.manage", (actor) => removeMember(actor, { userId: id }));
  else {
    await actAs(place, "service_accounts.manage", (actor) => deleteServiceAccount(actor, { accountId: id }));
  }
}
