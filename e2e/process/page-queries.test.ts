import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePool, openPool } from "@/db/client";
import { makeSubscriptionCopy } from "@/db/testing/factories/billing";
import { findPages } from "../cross-workspace/built";
import { pages } from "../cross-workspace/pages";
import { makeWorld, type World, worldSettings } from "../cross-workspace/world";
import { type Count, CountingProxy } from "./counting-proxy";
import { cleanUp, openServer, StewardProcess, temporaryFolder } from "./steward-process";

type Row = Count & { status?: number; query?: string };

/** Every page of the settings and the projects, as the owner of a workspace opens it: what it asks the database, frame included. */
const table: Record<string, Row> = {
  "/settings": { status: 307, queries: 3, roundTrips: 2 },
  "/settings/profile": { queries: 6, roundTrips: 2 },
  "/settings/configuration": { queries: 6, roundTrips: 2 },
  "/settings/configuration/storage-cleanup": { queries: 5, roundTrips: 2 },
  "/settings/configuration/storage-cleanup/[deletionId]": { queries: 6, roundTrips: 3 },
  "/settings/workspace": { query: "?credentials=everybody&search=a", queries: 6, roundTrips: 2 },
  "/settings/workspace/vault": { queries: 4, roundTrips: 2 },
  "/settings/workspace/vault-history": { query: "?revision=1", queries: 6, roundTrips: 3 },
  "/settings/workspace/effective-configuration": { query: "?search=a", queries: 5, roundTrips: 2 },
  "/settings/users/[userId]/configuration": { queries: 5, roundTrips: 2 },
  "/settings/service-accounts/[accountId]/configuration": { queries: 5, roundTrips: 2 },
  "/settings/access-rules/explain": { queries: 6, roundTrips: 3 },
  "/settings/access-rules/who-can": { query: "&search=e", queries: 6, roundTrips: 3 },
  "/settings/access-rules/what-can": { query: "&search=a", queries: 6, roundTrips: 3 },
  "/settings/help": { queries: 3, roundTrips: 2 },
  "/settings/users": { query: "?search=e", queries: 6, roundTrips: 3 },
  "/settings/admin-vaults": { query: "?search=e", queries: 5, roundTrips: 3 },
  "/settings/admin-vaults/log": { queries: 6, roundTrips: 3 },
  "/settings/groups": { query: "?search=e", queries: 5, roundTrips: 2 },
  "/settings/groups/[groupId]": { query: "?search=e", queries: 6, roundTrips: 3 },
  "/settings/access-rules": {
    query: "?search=e&principal=00000000000000000000000000000000",
    queries: 6,
    roundTrips: 2,
  },
  "/settings/access-rules/guards": { queries: 4, roundTrips: 2 },
  "/settings/access-rules/as-code": { queries: 3, roundTrips: 2 },
  "/settings/billing": { queries: 6, roundTrips: 2 },
  "/settings/billing/upgrade": { status: 404, queries: 4, roundTrips: 2 },
  "/settings/billing/return": { status: 404, queries: 3, roundTrips: 2 },
  "/settings/billing/invoices": { status: 404, queries: 4, roundTrips: 2 },
  "/settings/service-accounts": { query: "?search=e", queries: 5, roundTrips: 2 },
  "/settings/service-accounts/[accountId]": { queries: 6, roundTrips: 3 },
  "/settings/service-accounts/[accountId]/vault-history": { query: "?revision=1", queries: 6, roundTrips: 3 },
  "/projects": { query: "?search=a", queries: 6, roundTrips: 3 },
  "/projects/[projectId]": { query: "?search=a", queries: 6, roundTrips: 3 },
  "/projects/tasks/[taskId]/samples": { query: "?metric=a&page=1", queries: 5, roundTrips: 3 },
  "/projects/tasks/[taskId]/samples/large": { queries: 5, roundTrips: 3 },
  "/projects/tasks/[taskId]": { query: "?metric=boxes&iteration=1", queries: 6, roundTrips: 3 },
  "/projects/models/[modelId]/samples/large": { queries: 5, roundTrips: 3 },
  "/projects/models/[modelId]": { query: "?metric=boxes&iteration=1", queries: 5, roundTrips: 3 },
  "/projects/datasets/[datasetId]": { query: "?page=1", queries: 5, roundTrips: 3 },
  "/projects/dataviews/[dataviewId]": { queries: 5, roundTrips: 3 },
  "/projects/queues": { queries: 5, roundTrips: 3 },
  "/projects/queues/[queueId]": { queries: 5, roundTrips: 3 },
  "/projects/[projectId]/[...path]": { status: 307, queries: 4, roundTrips: 2 },
  "/projects/search": { query: "?search=a", queries: 5, roundTrips: 3 },
  "/projects/workers": { queries: 5, roundTrips: 3 },
};

/** The pages of the plans, of a workspace on Pro, while Stripe is away. */
const withPlans: Record<string, Row> = {
  "/settings/billing": { queries: 6, roundTrips: 2 },
  "/settings/billing/upgrade": { queries: 4, roundTrips: 2 },
  "/settings/billing/return": { queries: 4, roundTrips: 2 },
  "/settings/billing/invoices": { queries: 5, roundTrips: 2 },
};
const stripeAway = {
  STEWARD_STRIPE_SECRET_KEY: "sk_test_standin",
  STEWARD_STRIPE_API_URL: "http://localhost:9",
};

let proxy: CountingProxy;
let steward: StewardProcess;
let startSteward: (env: Record<string, string>) => Promise<StewardProcess>;
let world: World;
let stopServer: () => Promise<void>;

beforeAll(async () => {
  const server = await openServer();
  stopServer = server.stop;
  const { host, database, username } = server.connection;
  proxy = await CountingProxy.open(path.join(host, ".s.PGSQL.5432"));
  const keys = { STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` };
  const databaseUrl = `postgres://${username}@127.0.0.1:${proxy.port}/${database}`;
  startSteward = async (env) => {
    const data = path.join(temporaryFolder(), "data");
    const started = await StewardProcess.start({
      env: { ...worldSettings, ...keys, ...env, STEWARD_DATA: data, DATABASE_URL: databaseUrl },
    });
    await started.serves();
    return started;
  };
  steward = await startSteward({});
  Object.assign(process.env, keys, { STEWARD_URL: steward.url, DATABASE_URL: server.url });
  openPool(server.url, { maxConnections: 2 });
  world = await makeWorld(steward.url);
});

afterAll(async () => {
  await closePool();
  await steward.stop();
  await proxy.close();
  await stopServer();
  await cleanUp();
});

const tries = 20;

/** The first visits also prepare statements, and any may coincide with what the server does by itself. */
async function countQueries(
  route: string,
  { status = 200, query = "" }: Row,
  expected: Count,
): Promise<Count> {
  const least: Count = { queries: Infinity, roundTrips: Infinity };
  for (let visit = 0; visit < tries; visit += 1) {
    const count = await proxy.counting(async () => {
      const answer = await fetch(`${steward.url}${pages[route]?.path(world)}${query}`, {
        headers: { accept: "text/html", ...world.callers.owner.headers },
        redirect: "manual",
      });
      await answer.text();
      expect(answer.status).toBe(status);
    });
    least.queries = Math.min(least.queries, count.queries);
    least.roundTrips = Math.min(least.roundTrips, count.roundTrips);
    if (least.queries <= expected.queries && least.roundTrips <= expected.roundTrips) break;
  }
  return least;
}

describe("a page", () => {
  test("has a row here", () => {
    const built = findPages().filter((route) => /^\/(settings|projects)/.test(route));
    expect(Object.keys(table).sort()).toEqual(built.sort());
  });

  test.each(Object.entries(table))("%s asks at most six queries in three round trips", (_, row) => {
    expect(row.queries).toBeLessThanOrEqual(6);
    expect(row.roundTrips).toBeLessThanOrEqual(3);
  });

  test.each(Object.entries(table))("%s asks what its row says", async (route, row) => {
    const { queries, roundTrips } = row;
    expect(await countQueries(route, row, { queries, roundTrips })).toEqual({ queries, roundTrips });
  });
});

describe("with plans, a page", () => {
  beforeAll(async () => {
    await steward.stop();
    steward = await startSteward(stripeAway);
    await makeSubscriptionCopy(world.workspaceId);
  });

  test.each(Object.entries(withPlans))("%s asks what its row says", async (route, row) => {
    const { queries, roundTrips } = row;
    expect(queries).toBeLessThanOrEqual(6);
    expect(await countQueries(route, row, { queries, roundTrips })).toEqual({ queries, roundTrips });
  });
});
