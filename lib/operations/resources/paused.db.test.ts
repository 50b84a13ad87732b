import { beforeEach, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { openStripe, subscribe } from "@/db/testing/factories/billing";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { resourceRaces } from "@/db/testing/resource-races";
import { readOnlySentence } from "@/lib/core/billing/limits";
import { resultOf } from "@/lib/entry/samples";
import { syncFromStripe } from "../billing/sync";

openTestDatabase();
const { peer: stripe } = openStripe();

let team: Awaited<ReturnType<typeof makeTeam>>;

beforeEach(async () => {
  team = await makeTeam();
});

/** Has the subscription of the workspace paused, as by the operator of its Stripe account. */
async function pause() {
  const payer = actingAs("billing.manage", team.owner, { workspaceId: team.workspaceId });
  stripe().world.setStatus(await subscribe(stripe(), payer), "paused");
  resultOf(await syncFromStripe(payer));
}

/** As programs can: what runs ends, and what is there goes. */
const stillWorks = [
  "archiveTask",
  "changeTaskStatus",
  "clearQueue",
  "clearTaskLog",
  "deleteModel",
  "deleteModelReports",
  "deleteProject",
  "deleteQueue",
  "deleteTask",
  "deleteTaskReports",
  "dequeueTask",
  "removeFromQueue",
  "resetTask",
  "stopTask",
];

test.each(Object.entries(resourceRaces))(
  "while a subscription is paused, a person’s %s",
  async (name, prepare) => {
    const act = await prepare({ workspaceId: team.workspaceId, owner: team.owner });
    await pause();
    const outcome = await act(actingAs("resources.use", team.owner, { workspaceId: team.workspaceId }));
    const isRefused = (outcome as { refusal?: { message: string } }).refusal?.message === readOnlySentence;
    expect(isRefused).toBe(!stillWorks.includes(name));
  },
);
