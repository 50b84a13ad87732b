import { inTransaction } from "@/db/client";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { upsertCallCounts } from "@/db/writes/usage";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { dayOf } from "@/lib/core/usage/call-tally";
import { expect } from "./fixtures";
import { furnish, type Screen, type Stage } from "./screens";

const makers = [
  "gpu-cluster",
  "nightly-eval",
  "labeling-app",
  "Nightly training in the basement of the north",
  "ci",
];

/** The calls of the last month, less of them on Saturdays and Sundays. */
async function makeCalls(workspaceId: WorkspaceId, users: readonly { id: UserId; accessKey: string }[]) {
  const today = new Date();
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)).getTime();
  const counts = Array.from({ length: 28 }, (_, day) => new Date(first + day * 86_400_000)).flatMap((at) =>
    users.map(({ id, accessKey }, place) => ({
      ...{ workspaceId, accessKey, userId: id, day: dayOf(at) },
      calls: Math.round(
        ((at.getUTCDay() % 6 === 0 ? 9_000 : 34_000) + 900 * at.getUTCDate()) / (place * place + 1),
      ),
    })),
  );
  await inTransaction((tx) => upsertCallCounts(tx, "screens", counts));
  return dayOf(new Date(first)).slice(0, 7);
}

async function onUsage(stage: Stage, query = "") {
  const { page: first, account } = await furnish(stage);
  await first.close();
  const workspaceId = await makeWorkspace(account, "Laboratory");
  const place = { account, workspaceId };
  const users = [];
  for (const name of makers) {
    const { id, key } = await makeServiceAccount(place, { name });
    users.push({ id, accessKey: key.accessKey });
  }
  const month = await makeCalls(workspaceId, users);
  const { page } = await stage.signIn(place);
  await page.goto(`/settings/billing?month=${month}${query}`);
  await expect(page.getByRole("table", { name: "Usage by member" })).toBeVisible();
  return page;
}

export const usageScreens: Record<string, Screen> = {
  usage: (stage) => onUsage(stage),
  "usage-as-table": async (stage) => {
    const page = await onUsage(stage, "&by=member");
    await page.getByText("Show as table").click();
    await expect(page.getByRole("table", { name: "API calls by day" })).toBeVisible();
    return page;
  },
  "usage-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/settings/billing");
    await expect(page.getByText("Nothing is used yet.")).toBeVisible();
    return page;
  },
};
