import { makeGroup } from "@/db/testing/factories/group";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { makeRuledResearch } from "./access-rule-screens";
import { expect } from "./fixtures";
import { makeResearch, resourceId } from "./project-screens";
import type { Screen, Stage } from "./screens";

async function onQuestion({ signIn }: Stage, question: (made: Made) => string) {
  const made = await makeRuledResearch();
  await makeServiceAccount(made.place, { name: "Nightly training on the cluster in the basement" });
  const { page } = await signIn(made.place);
  await page.goto(`/settings/access-rules/${question(made)}`);
  return page;
}

/** Mira can read vision through a group, and others can modify a project in it. */
export async function makeRefusal() {
  const { owner, member, workspaceId } = await makeResearch();
  const place = { account: owner, workspaceId };
  await closeWorkspace(workspaceId);
  const [readers, editors] = [
    await makeGroup(place, "Labeling", [member]),
    await makeGroup(place, "Detector team", [owner]),
  ];
  const vision = await resourceId(workspaceId, "projects", "vision");
  const detector = await resourceId(workspaceId, "projects", "vision/detector-v2");
  const task = await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off");
  await makeAccessRule(workspaceId, {
    type: "project",
    target: vision,
    access: "read",
    groupIds: [readers],
  });
  await makeAccessRule(workspaceId, {
    type: "project",
    target: detector,
    access: "modify",
    groupIds: [editors],
  });
  return { place, member, task, vision, detector };
}

type Made = Awaited<ReturnType<typeof makeRuledResearch>>;

export const accessQuestionScreens: Record<string, Screen> = {
  "explain-blank": async (stage) => {
    const page = await onQuestion(stage, () => "explain");
    await expect(
      page.getByRole("heading", { name: "Choose a user, service account or group" }),
    ).toBeVisible();
    return page;
  },
  "explain-granted": async (stage) => {
    const page = await onQuestion(
      stage,
      ({ people, project }) => `explain?subject=${people[0]?.id}&can=modify&object=${project}`,
    );
    await expect(page.getByRole("heading", { name: "Why" })).toBeVisible();
    return page;
  },
  "explain-refused": async ({ signIn }) => {
    const { place, member, task } = await makeRefusal();
    const { page } = await signIn(place);
    await page.goto(`/settings/access-rules/explain?subject=${member.id}&can=modify&object=${task}`);
    await expect(page.getByRole("heading", { name: "What would grant it" })).toBeVisible();
    return page;
  },
  "who-can": async (stage) => {
    const page = await onQuestion(stage, ({ project }) => `who-can?object=${project}`);
    await expect(page.getByRole("table", { name: "Who can access the resource" })).toBeVisible();
    return page;
  },
  "what-can": async (stage) => {
    const page = await onQuestion(stage, ({ member }) => `what-can?subject=${member.id}`);
    await expect(page.getByRole("table", { name: "What the member can access" })).toBeVisible();
    return page;
  },
};
