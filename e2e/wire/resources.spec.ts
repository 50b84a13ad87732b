import { inTransaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeQueue } from "@/db/testing/resources";
import { insertGroupMember } from "@/db/writes/memberships";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { resultCodes } from "@/lib/wire/result-codes";
import { asConfigured, makeCredentials } from "../accounts";
import { expect, test } from "../fixtures";
import { bearer, drawToken, type Envelope, sendRaw } from "../wire-client";
import { agentLife } from "./agent-life";
import { datasetLife } from "./dataset-life";
import { modelLife } from "./model-life";
import type { FileStep, Kept, Step } from "./steps";
import { foundTaskLife, taskLife } from "./task-life";

const common = {
  "accept-encoding": "gzip, deflate",
  "x-clearml-worker": "vm",
  "x-trains-worker": "vm",
};
const sdk = { ...common, "x-clearml-client": "clearml-2.1.7", "x-trains-client": "clearml-2.1.7" };
const agent = { ...common, "x-clearml-agent": "api-3.0.3", "x-trains-agent": "api-3.0.3" };

/** Later ones are asked last, so that each request finds what the ones before it were refused to change. */
const callers = ["foreign", "readOnly", "permitted"] as const;
type Caller = (typeof callers)[number];
type World = { url: string; headers: Record<string, string>; tokens: Record<Caller, string>; kept: Kept };

/** A workspace without rules but these: one member may modify every object, another may read every object. */
async function makeWorld(url: string, client: "sdk" | "agent"): Promise<World & { secrets: string[] }> {
  const [owner, permitted, readOnly, foreign] = await Promise.all(
    ["Olga Owner", "Pat Permitted", "Rea Reader", "Fay Foreign"].map((name) => makeAccount(name)),
  );
  if (!owner || !permitted || !readOnly || !foreign) throw new Error("Nobody was made.");
  const workspaceId = await makeWorkspace(owner);
  await closeWorkspace(workspaceId);
  await join(workspaceId, permitted, readOnly);
  const robot = await makeServiceAccount({ account: owner, workspaceId });
  const modifies = client === "sdk" ? permitted : robot;
  for (const type of ["project", "task", "model", "dataset", "queue"] as const) {
    await makeAccessRule(workspaceId, { type, target: null, access: "modify", users: [modifies] });
    await makeAccessRule(workspaceId, { type, target: null, access: "read", users: [readOnly] });
  }
  if (client === "agent") await mayMakeQueues(workspaceId, modifies.id);
  const queue = await makeQueue(workspaceId, owner, "gpu");
  const keys = {
    permitted:
      client === "sdk"
        ? await makeCredentials({ account: permitted, workspaceId }, "SDK")
        : asConfigured(robot.key),
    readOnly: await makeCredentials({ account: readOnly, workspaceId }, "SDK"),
    foreign: await makeCredentials({ account: foreign, workspaceId: await makeWorkspace(foreign) }, "SDK"),
  };
  const tokenOf = async (caller: Caller) => bearer(await drawToken(url, keys[caller]));
  const tokens = {
    permitted: await tokenOf("permitted"),
    readOnly: await tokenOf("readOnly"),
    foreign: await tokenOf("foreign"),
  };
  return {
    ...{ url, headers: client === "sdk" ? sdk : agent, tokens, kept: { workspace: workspaceId, queue } },
    secrets: [...Object.values(keys).map((key) => key.secret_key), ...Object.values(tokens)],
  };
}

async function mayMakeQueues(workspaceId: WorkspaceId, userId: UserId): Promise<void> {
  await inTransaction(async (tx) => {
    const groupId = (await findBuiltInGroupId(workspaceId, "queue_admins", tx)) ?? "";
    await insertGroupMember(tx, workspaceId, groupId, userId, new Date());
  });
}

/** Every field of the envelope, with its type: without them clients send the same request again without a pause. */
function envelopeOf({ request, codes }: Step, caller: Caller) {
  const [code, subcode] = resultCodes[codes[caller]];
  const [name, version] = request.split("/").reverse();
  return {
    meta: {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      trx: expect.stringMatching(/^[0-9a-f]{32}$/),
      endpoint: {
        name,
        requested_version: version?.slice(1) ?? "2.34",
        actual_version: expect.stringMatching(/^\d+\.\d+$/),
      },
      ...{ result_code: code, result_subcode: subcode, result_msg: expect.stringMatching(/./) },
      ...{ error_stack: null, error_data: {} },
    },
    data: expect.any(Object),
  };
}

async function ask({ url, headers, tokens, kept }: World, step: Step, caller: Caller): Promise<Envelope> {
  const body = step.body(kept);
  const lines = Array.isArray(body);
  const answer = await sendRaw(`${url}/api/${step.request}`, {
    method: step.method,
    authorization: tokens[caller],
    headers: { ...headers, "content-type": lines ? "application/json-lines" : "application/json" },
    body: lines ? `${body.map((line) => JSON.stringify(line)).join("\n")}\n` : JSON.stringify(body),
  });
  const envelope = JSON.parse(answer.text) as Envelope;
  const what = `${caller}: ${step.request} ${JSON.stringify(body)}`;
  expect(envelope, what).toEqual(envelopeOf(step, caller));
  expect(answer.status, what).toBe(envelope.meta.result_code);
  return envelope;
}

async function takeStep(world: World, step: Step): Promise<void> {
  const { kept } = world;
  const { data: ofForeign } = await ask(world, step, "foreign");
  for (const id of Object.values(kept)) expect(JSON.stringify(ofForeign), step.request).not.toContain(id);
  const { data: ofReader } = await ask(world, step, "readOnly");
  const { data } = await ask(world, step, "permitted");
  expect(data, step.request).toMatchObject(step.more.told?.(kept) ?? {});
  if (step.codes.readOnly !== "ok") expect(ofReader, step.request).toEqual({});
  else if (!step.more.isOwn) expect(ofReader, step.request).toEqual(data);
  const { keeps } = step.more;
  if (keeps) {
    kept[keeps.as] = String(keeps.from(data));
    expect(kept[keeps.as], step.request).toMatch(/^[0-9a-f]{32}$/);
  }
}

async function takeFileStep({ url, headers, tokens, kept }: World, step: FileStep): Promise<void> {
  const path = step.path(kept);
  for (const caller of callers) {
    const uploads = step.file === "POST";
    const { status, text } = await sendRaw(`${url}/files${uploads ? "" : encodeURI(`/${path}`)}`, {
      method: step.file,
      authorization: tokens[caller],
      headers: { ...headers, ...(uploads ? { "content-type": fileFormType } : {}) },
      body: uploads ? String(fileForm([{ name: path, body: `by ${caller}` }])) : "",
    });
    const what = `${caller}: ${step.file} ${path}`;
    expect(status, what).toBe(step[caller]);
    if (step.file === "GET") expect(text, what).toBe(`by ${caller === "foreign" ? caller : "permitted"}`);
  }
}

const lives: [string, "sdk" | "agent", (Step | FileStep)[]][] = [
  [
    "a task from its start to its end, found again, cloned, enqueued and published",
    "sdk",
    [...taskLife, ...foundTaskLife],
  ],
  ["a model", "sdk", modelLife],
  ["a dataset", "sdk", datasetLife],
  ["an agent", "agent", agentLife],
];

for (const [life, client, steps] of lives) {
  test(`the life of ${life}: each request by one who may, one who only reads and one of another workspace`, async ({
    steward,
  }) => {
    const world = await makeWorld(steward.url, client);
    for (const secret of world.secrets) steward.secrets.add(secret);
    for (const step of steps) {
      if ("file" in step) await takeFileStep(world, step);
      else await takeStep(world, step);
    }
  });
}
