import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "@/db/client";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeTask } from "@/db/testing/resources";
import { deleteAccessRule } from "@/db/writes/access-rules";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type Credentials, callWire, type StewardProcess, until } from "./steward-process";
import { TwoServers } from "./two-servers";

const rounds = 1_000;

let servers: TwoServers;
let workspaceId: WorkspaceId;
let member: TestPerson;
let credentials: Credentials;
let task: string;

beforeAll(async () => {
  servers = await TwoServers.start();
  const owner = await makePerson();
  workspaceId = await makeWorkspace(owner);
  await closeWorkspace(workspaceId);
  const person = await makePerson();
  await join(workspaceId, person);
  member = person;
  task = await makeTask(workspaceId, owner);
  const key = await makeCredentials({ account: person, workspaceId });
  credentials = { access_key: key.accessKey, secret_key: key.secret };
});

afterAll(() => servers.close());

/** Comes back once the change is done, as the answer to whoever made it would. */
class Rule {
  private id: string | undefined;

  get isThere(): boolean {
    return this.id !== undefined;
  }

  async toggle(): Promise<void> {
    const { id } = this;
    if (id) {
      await inTransaction((tx) => deleteAccessRule(tx, workspaceId, id));
      this.id = undefined;
    } else {
      this.id = await makeAccessRule(workspaceId, {
        ...{ type: "task", access: "read", target: task },
        users: [member],
      });
    }
  }
}

async function sees(steward: StewardProcess): Promise<boolean> {
  const { status } = await callWire(steward.url, "tasks.get_by_id", credentials, { task });
  if (status !== 200 && status !== 400) throw new Error(`Answered ${status}.`);
  return status === 200;
}

test(`in ${rounds} rounds no process answers by rules that have changed`, async () => {
  const rule = new Rule();
  for (let round = 0; round < rounds; round += 1) {
    await rule.toggle();
    const answers = await Promise.all([sees(servers.first), sees(servers.second)]);
    expect(answers, `round ${round}`).toEqual([rule.isThere, rule.isThere]);
  }
}, 240_000);

test("a process that was paused, killed or cut from the database answers by the rules of now", async () => {
  const rule = new Rule();
  const changeOften = async () => {
    for (let change = 0; change < 15; change += 1) await rule.toggle();
  };
  for (const steward of [servers.first, servers.second]) expect(await sees(steward)).toBe(false);

  const { pid } = servers.second.child;
  process.kill(pid ?? 0, "SIGSTOP");
  const asked = sees(servers.second);
  await changeOften();
  process.kill(pid ?? 0, "SIGCONT");
  await asked;
  expect(await sees(servers.second)).toBe(rule.isThere);

  servers.wayOfSecond.cut();
  const answer = callWire(servers.second.url, "tasks.get_by_id", credentials, { task });
  await changeOften();
  expect((await answer).status).toBe(500);
  servers.wayOfSecond.mend();
  await until("the database is back", async () => (await fetchReady(servers.second)) === 200);
  expect(await sees(servers.second)).toBe(rule.isThere);

  await servers.killSecond();
  await changeOften();
  await servers.startSecondAgain();
  expect(await sees(servers.second)).toBe(rule.isThere);
  expect(await sees(servers.first)).toBe(rule.isThere);
}, 120_000);

async function fetchReady({ url }: StewardProcess): Promise<number> {
  return (await fetch(`${url}/api/health/ready`)).status;
}
