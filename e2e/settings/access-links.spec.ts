import type { Locator, Page } from "@playwright/test";
import { pool } from "@/db/client";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { makeGuard } from "@/db/testing/guards";
import { makeRuledResearch } from "../access-rule-screens";
import { expect, test } from "../fixtures";
import { resourceId } from "../project-screens";

const rules = "/settings/access-rules";

/** A page, a link on it, and the question with which the link opens another. */
type Row = [path: string, link: (page: Page) => Locator | Promise<Locator>, address: string, shown: RegExp];

async function anyOf(table: "datasets" | "dataviews", workspaceId: string): Promise<string> {
  const [row] = await pool()<{ id: string }[]>`
    select id from ${pool()(table)} where workspace_id = ${workspaceId} limit 1`;
  return row?.id ?? "";
}

async function makeRows(): Promise<{ place: Made["place"]; rows: Record<string, Row> }> {
  const made = await makeRuledResearch();
  const { place, workspaceId, member, team, project } = made;
  const { id: account } = await makeServiceAccount(place, { name: "nightly-eval" });
  const dana = made.people.find(({ name }) => name.startsWith("Dana"))?.id;
  const vision = { type: "project", targetId: project } as const;
  await makeGuard(place, {
    ...vision,
    name: "The team trains",
    allows: true,
    access: "modify",
    groupId: team,
  });
  const [task, model, queue] = [
    await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off"),
    await resourceId(workspaceId, "models", "yolo-m 960, best"),
    await resourceId(workspaceId, "queues", "gpu-a100"),
  ];
  const [dataset, dataview] = [await anyOf("datasets", workspaceId), await anyOf("dataviews", workspaceId)];
  const [users] = await pool()<{ id: string }[]>`
    select id from groups where workspace_id = ${workspaceId} and built_in = 'users'`;

  const named = (name: string | RegExp) => (page: Page) => page.getByRole("link", { name, exact: true });
  const inRow = (row: RegExp, name: string | RegExp) => (page: Page) =>
    page.getByRole("row", { name: row }).first().getByRole("link", { name });
  const inMenu = (row: RegExp, name: string) => async (page: Page) => {
    await page
      .getByRole("row", { name: row })
      .first()
      .getByRole("button", { name: /^Actions for/ })
      .click();
    return page.getByRole("menuitem", { name });
  };
  const explain = (subject = "", more = "") => `${rules}/explain?subject=${subject}${more}`;
  const whatCan = (subject = "", more = "") => `${rules}/what-can?subject=${subject}${more}`;
  const whoCan = (object = "") => `${rules}/who-can?object=${object}`;
  const onVision = `&can=modify&object=${project}`;
  const ofTeam = /^vision.*Vision team/;
  const [who, what] = [/^Who can access a resource$/, /^What a member can access$/];
  const teamMay = /^Each member of Vision team can modify the project “vision”/;
  return {
    place,
    rows: {
      "a rule on a resource": [rules, inMenu(ofTeam, "Who can access it"), whoCan(project), who],
      "its group": [rules, inRow(ofTeam, "Vision team"), explain(team, onVision), teamMay],
      "its user": [
        rules,
        inRow(ofTeam, /Dana/),
        explain(dana, onVision),
        /^Dana Kovač can modify the project “vision”/,
      ],
      "a rule on a type, for all users": [
        `${rules}?type=model`,
        inMenu(/^All models/, "Explain the rule"),
        explain(users?.id, "&can=modify"),
        /^Choose a resource$/,
      ],
      "its group of all users": [
        `${rules}?type=model`,
        inRow(/^All models/, "Users"),
        whatCan(users?.id, "&about=model&can=modify"),
        what,
      ],
      "its one user": [
        `${rules}?type=queue`,
        inRow(/^All queues.*Vision team/, /Mira/),
        whatCan(member.id, "&about=queue"),
        what,
      ],
      "a guard": [`${rules}/guards`, named("The team trains"), explain(team, onVision), teamMay],
      "who can": [whoCan(project), inRow(/^Dana/, /^Explain/), explain(dana, onVision), /^Dana Kovač can/],
      "who of them": [whoCan(project), inRow(/^Dana/, /^Dana/), whatCan(dana), what],
      "what can": [
        whatCan(team, "&about=queue"),
        inRow(/^gpu-a100/, /^Explain/),
        explain(team, `&object=${queue}`),
        /^Each member of Vision team can read the queue “gpu-a100”/,
      ],
      "what of it": [whatCan(team, "&about=queue"), inRow(/^gpu-a100/, /^gpu-a100$/), whoCan(queue), who],
      "a member": ["/settings/users", inMenu(/Mira/, "Access to resources"), whatCan(member.id), what],
      "why of a member": [
        "/settings/users",
        inMenu(/Mira/, "Explain access"),
        explain(member.id),
        /^Choose a resource$/,
      ],
      "a service account": [
        "/settings/service-accounts",
        inMenu(/nightly/, "Explain access"),
        explain(account),
        /^Choose a resource$/,
      ],
      "its page": [
        `/settings/service-accounts/${account}`,
        named("Access to resources"),
        whatCan(account),
        what,
      ],
      "a group": [`/settings/groups/${team}`, named("Access to resources"), whatCan(team), what],
      "a member of a group": [`/settings/groups/${team}`, inRow(/^Mira/, /Mira/), whatCan(member.id), what],
      "all users": [`/settings/groups/${users?.id}`, inRow(/nightly/, /nightly/), whatCan(account), what],
      "a project": [`/projects/${project}`, named("Who can access"), whoCan(project), who],
      "a task": [`/projects/tasks/${task}`, named("Who can access"), whoCan(task), who],
      "a model": [`/projects/models/${model}`, named("Who can access"), whoCan(model), who],
      "a queue": [`/projects/queues/${queue}`, named("Who can access"), whoCan(queue), who],
      "a dataset": [`/projects/datasets/${dataset}`, named("Who can access"), whoCan(dataset), who],
      "a dataview": [`/projects/dataviews/${dataview}`, named("Who can access"), whoCan(dataview), who],
    },
  };
}

type Made = Awaited<ReturnType<typeof makeRuledResearch>>;

test("every rule, guard, member, group and resource leads to the questions about it", async ({ signIn }) => {
  const { place, rows } = await makeRows();
  const { page } = await signIn(place);
  for (const [name, [path, link, address, shown]] of Object.entries(rows)) {
    await test.step(name, async () => {
      await page.goto(path);
      await (await link(page)).click();
      await expect(page.getByRole("heading", { name: shown }).first()).toBeVisible();
      expect(page.url()).toContain(address);
      await expect(page.getByText("not in the workspace")).toHaveCount(0);
    });
  }
});
