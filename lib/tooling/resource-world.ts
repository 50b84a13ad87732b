import { makeCredentials } from "../../db/testing/factories/credentials";
import { makePerson } from "../../db/testing/factories/person";
import { makeServiceAccount } from "../../db/testing/factories/service-account";
import { join } from "../../db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeProject } from "../../db/testing/resources";
import { makeCaller } from "./wire-client";

/**
 * A workspace where one project is open to a member to modify and to another to read, and nothing else to anybody but
 * its owner; and the owner of another workspace.
 */
export async function makeResourceWorld() {
  const { person: owner, workspaceId, key } = await makeCaller();
  await closeWorkspace(workspaceId);
  const [writer, reader] = [await makePerson("Grace Hopper"), await makePerson("Alan Turing")];
  await join(workspaceId, writer, reader);
  const project = await makeProject(workspaceId, owner);
  const about = { type: "project", target: project } as const;
  await makeAccessRule(workspaceId, { ...about, access: "modify", users: [writer] });
  await makeAccessRule(workspaceId, { ...about, access: "read", users: [reader] });
  const account = await makeServiceAccount({ account: owner, workspaceId }, { mayImpersonate: true });
  const keyOf = (person: typeof writer) => makeCredentials({ account: person, workspaceId });
  return {
    workspaceId,
    project,
    people: { owner, writer, reader },
    keys: {
      owner: key,
      writer: await keyOf(writer),
      reader: await keyOf(reader),
      account: account.key,
      foreign: (await makeCaller("Edsger Dijkstra")).key,
    },
    /** For the account's calls as one of the people. */
    as: (person: { id: string }) => ({ "x-clearml-impersonate-as": person.id }),
  };
}
