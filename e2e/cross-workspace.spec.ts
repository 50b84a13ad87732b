import {
  lastingTables,
  postponeDeletions,
  postponeMails,
  postponeRefusals,
  watchWrites,
  writesNaming,
  writesOf,
} from "@/db/testing/writes";
import { calls } from "@/lib/wire/calls/index";
import { configurationPaths } from "@/lib/wire/configuration-paths";
import { decisionPaths, discoveryPath } from "@/lib/wire/decisions/discovery";
import { resultCodes } from "@/lib/wire/result-codes";
import { callAction, callFormAction, findActions } from "./cross-workspace/action-client";
import { actions } from "./cross-workspace/actions";
import { findHandlers, findPages } from "./cross-workspace/built";
import { type Client, callRows, clients, headersOf, routeRows } from "./cross-workspace/calls";
import { openPage, pages } from "./cross-workspace/pages";
import { asking, isStranger, type Principal, principals } from "./cross-workspace/principals";
import { makeWorld, type World, worldSettings } from "./cross-workspace/world";
import { test as base, expect } from "./fixtures";
import { type Envelope, sendRaw } from "./wire-client";

const test = base.extend<{ world: World }, { writesAreWatched: boolean }>({
  writesAreWatched: [
    // biome-ignore lint/correctness/noUnusedFunctionParameters: the server has to run first
    async ({ steward }, use) => {
      await postponeDeletions();
      await postponeMails();
      await postponeRefusals();
      await watchWrites();
      await use(true);
    },
    { scope: "worker", auto: true },
  ],

  world: async ({ steward }, use) => {
    const world = await makeWorld(steward.url);
    for (const secret of world.secrets) steward.secrets.add(secret);
    await use(world);
  },
});

test.use({ stewardSettings: worldSettings });

const actionRows = Object.entries(actions).flatMap(([file, rows]) =>
  Object.entries(rows).map(([name, row]) => ({ key: `${file} ${name}`, row })),
);

const decisionRoutes = [
  `GET ${discoveryPath}`,
  ...Object.values(decisionPaths).map((path) => `POST ${path}`),
];

const configurationRoutes = [
  `GET ${configurationPaths.export}`,
  `POST ${configurationPaths.plan}`,
  `POST ${configurationPaths.apply}`,
];

const tables = [
  { file: "actions.ts", of: "action", found: findActions().keys(), known: actionRows.map(({ key }) => key) },
  { file: "pages.ts", of: "page", found: findPages(), known: Object.keys(pages) },
  { file: "calls.ts", of: "call", found: Object.keys(calls), known: Object.keys(callRows) },
  {
    file: "calls.ts",
    of: "route",
    found: [...findHandlers(), ...decisionRoutes, ...configurationRoutes],
    known: Object.keys(routeRows),
  },
];

for (const { file, of, found, known } of tables) {
  test(`every ${of} has a row`, () => {
    const there = new Set(found);
    const problems = [
      ...[...there]
        .filter((name) => !known.includes(name))
        .map((name) => `No row for ${of} ${name}: add one to e2e/cross-workspace/${file}`),
      ...known
        .filter((name) => !there.has(name))
        .map((name) => `No ${of} ${name}: take its row out of e2e/cross-workspace/${file}`),
    ];
    expect(problems.sort()).toEqual([]);
  });
}

test("whatever is refused to some succeeds for somebody", () => {
  const successes: unknown[] = ["done", "ok", "shown", "switch offered", "to /settings/workspace", 200];
  const succeeds = (cells: object) => Object.values(cells).some((answer) => successes.includes(answer));
  const rows = [callRows, pages, routeRows].flatMap((table) => Object.entries<{ cells: object }>(table));
  const failing = [
    ...actionRows.filter(({ row }) => !row.right && !succeeds(row.cells)).map(({ key }) => key),
    ...rows.filter(([, row]) => !succeeds(row.cells)).map(([name]) => name),
  ];
  // None can: a server that is set up has no first account to make, one with mail has addresses proven before it
  // makes an account, one without Stripe has no plans, nothing is shared outside its workspace, signing out takes the
  // form's token, and applying a file takes the fingerprint of its plan. Plots, samples and invoices are asked for by
  // names that nothing has.
  expect(failing).toEqual([
    "app/set-up/actions.ts createFirstAccountAction",
    "app/sign-up/actions.ts signUpAction",
    "app/settings/billing/actions.ts startUpgradeAction",
    "app/settings/billing/actions.ts startUpgradeFormAction",
    "app/settings/billing/actions.ts confirmUpgradeFormAction",
    "app/settings/billing/actions.ts openPortalFormAction",
    "app/settings/billing/actions.ts requestDowngradeFormAction",
    "app/settings/billing/actions.ts undoDowngradeFormAction",
    "app/settings/billing/actions.ts resumeSubscriptionFormAction",
    "app/settings/billing/actions.ts syncFromStripeFormAction",
    "app/settings/billing/actions.ts confirmUpgradeAction",
    "app/settings/billing/actions.ts openPortalAction",
    "app/settings/billing/actions.ts requestDowngradeAction",
    "app/settings/billing/actions.ts undoDowngradeAction",
    "app/settings/billing/actions.ts resumeSubscriptionAction",
    "app/settings/billing/actions.ts syncFromStripeAction",
    "app/settings/billing/actions.ts emailInvoicesAction",
    "app/settings/billing/actions.ts emailInvoicesFormAction",
    "tasks.make_public",
    "tasks.make_private",
    "models.make_public",
    "models.make_private",
    "projects.make_public",
    "projects.make_private",
    "POST /api/auth/[...nextauth]",
    "GET /projects/tasks/[taskId]/plot.json",
    "GET /projects/tasks/[taskId]/log.txt",
    "GET /settings/billing/invoices/[invoiceId]/pdf",
    "GET /projects/models/[modelId]/plot.json",
    "GET /projects/models/[modelId]/sample",
    "GET /projects/tasks/[taskId]/sample",
    "POST /api/access-configuration/apply",
  ]);
});

/** Asks as each of them in turn. Whatever doesn't end as the table says, changed or told too much is reported. */
async function askAll<Name extends string>(
  world: World,
  names: readonly Name[],
  expected: Partial<Record<Name, string | number>>,
  rules: { mayChange: (answer: string | number) => boolean; isStranger: (name: Name) => boolean },
  ask: (name: Name) => Promise<{ answer: string | number; text: string }>,
): Promise<void> {
  const answers: Record<string, string | number> = {};
  const wrongs: Record<string, string[]> = {};
  for (const name of names) {
    const wanted = expected[name];
    if (wanted === undefined) continue;
    let text = "";
    const work = async () => {
      const asked = await ask(name);
      answers[name] = asked.answer;
      text = asked.text;
    };
    const isOutside = rules.isStranger(name);
    const writes = await writesOf(work);
    if (!rules.mayChange(wanted)) wrongs[`${name} changed`] = lastingTables(writes);
    else if (isOutside) wrongs[`${name} changed`] = writesNaming(world.workspaceId, writes);
    if (isOutside) wrongs[`${name} was told`] = world.hidden.filter((words) => text.includes(words));
  }
  expect(answers).toEqual(expected);
  expect(Object.entries(wrongs).filter(([, found]) => found.length > 0)).toEqual([]);
}

test("an action for a workspace that is none is refused", async ({ world }) => {
  const action = findActions().get("app/settings/groups/actions.ts createGroupAction");
  if (!action) throw new Error("createGroupAction is not in the build.");
  const made: unknown[] = [7, null, true, {}, { toString: 1 }, [world.workspaceId], "", "a\u0000b"];
  const answers: unknown[] = [];
  const changes = await writesOf(async () => {
    for (const drawnFor of [...made, "x".repeat(900_000)]) {
      const asked = await callAction(world.url, action, asking(world, "owner"), [
        drawnFor,
        { name: "Group" },
      ]);
      answers.push(asked.answer);
    }
  });
  expect(answers).toEqual(answers.map(() => "not_found"));
  expect(lastingTables(changes)).toEqual([]);
});

test.describe("an action", () => {
  for (const { key, row } of actionRows) {
    test(key, async ({ world }) => {
      const action = findActions().get(key);
      if (!action) throw new Error(`${key} is not in the build.`);
      const call = (principal: Principal, input: unknown) => {
        const as = asking(world, principal);
        if (row.isForm) return callFormAction(world.url, action, as, as.workspaceId, input);
        return callAction(world.url, action, as, row.isPublic ? [input] : [as.workspaceId, input]);
      };
      const rules = { mayChange: (answer: unknown) => answer === "done" && !row.keepsNothing, isStranger };
      await askAll(world, principals, row.cells, rules, (principal) => call(principal, row.input(world)));
      if (row.right) expect((await call("signedOut", row.right(world))).answer).toBe("done");
    });
  }
});

test.describe("a page", () => {
  for (const [route, row] of Object.entries(pages)) {
    test(route, async ({ world }) => {
      const rules = { mayChange: () => false, isStranger };
      await askAll(world, principals, row.cells, rules, async (principal) => {
        const { caller, namesTarget } = asking(world, principal);
        const isLink = namesTarget && !(principal === "signedOut" || principal === "serviceAccount");
        const path = row.path(world);
        const link = `${path}${path.includes("?") ? "&" : "?"}workspace=${world.workspaceId}`;
        const { sight, text } = await openPage(world.url, isLink ? link : path, caller);
        return { answer: sight, text };
      });
    });
  }
});

const programRules = {
  mayChange: (answer: unknown) => answer === "ok",
  isStranger: (client: Client) => /^(nothing|removed|foreignAdmin)/.test(client),
};

test.describe("a call", () => {
  for (const [name, row] of Object.entries(callRows)) {
    test(name, async ({ world }) => {
      await askAll(world, clients, row.cells, programRules, async (client) => {
        const { text } = await sendRaw(`${world.url}/api/${name}`, {
          method: "POST",
          headers: headersOf(world, client),
          body: JSON.stringify(row.parameters(world)),
        });
        const { meta } = JSON.parse(text) as Envelope;
        const code = Object.entries(resultCodes).find(
          ([, [status, subcode]]) => status === meta.result_code && subcode === meta.result_subcode,
        );
        return { answer: code?.[0] ?? `${meta.result_code}/${meta.result_subcode}`, text };
      });
    });
  }
});

const formHeaders = { "content-type": "application/x-www-form-urlencoded" };

test.describe("a route", () => {
  for (const [route, row] of Object.entries(routeRows)) {
    test(route, async ({ world }) => {
      const mayChange = (answer: unknown) => answer === 200 && Boolean(row.isAudited);
      await askAll(world, clients, row.cells, { ...programRules, mayChange }, async (client) => {
        const { body } = row;
        const isForm = typeof body === "string";
        const { status, text } = await sendRaw(`${world.url}${row.path}`, {
          method: route.split(" ")[0],
          headers: { ...headersOf(world, client), ...(isForm ? formHeaders : {}) },
          ...(body ? { body: isForm ? body : JSON.stringify(body(world)) } : {}),
        });
        return { answer: status, text };
      });
    });
  }
});
