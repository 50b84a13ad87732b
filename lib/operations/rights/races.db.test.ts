import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Transaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { sessions } from "@/db/schema/sessions";
import { openTestDatabase } from "@/db/testing/database";
import { openStripe } from "@/db/testing/factories/billing";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { makeKeyOf, makeRacingTeam, type RacingTeam, races, racingIssuer } from "@/db/testing/races";
import { digestOfAll } from "@/db/testing/writes";
import { deleteCredential } from "@/db/writes/credentials";
import { ensureInstallation } from "@/db/writes/installation";
import { takeLocks } from "@/db/writes/locks";
import { deleteGroupMember, deleteMembership } from "@/db/writes/memberships";
import { deleteSession } from "@/db/writes/sessions";
import { updateWorkspaceOwner } from "@/db/writes/workspaces";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { accessEnded, allows, type Permission, whyNoLonger } from "@/lib/core/workspace/permissions";
import { newToken } from "@/lib/server/crypto";
import { relabelCredentials, revokeCredentials } from "../credentials/credentials";

beforeAll(() => {
  Object.assign(process.env, {
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "Steward <steward@steward.example>",
    STEWARD_OIDC_CORP_ISSUER: racingIssuer,
    STEWARD_OIDC_CORP_CLIENT_ID: "steward",
    STEWARD_OIDC_CORP_CLIENT_SECRET: "secret",
  });
});
openTestDatabase();
const { peer: stripe } = openStripe();
beforeAll(async () => {
  await ensureInstallation(newToken(), new Date());
});

/** What ends while the operation waits for the lock that this takes too. */
async function whileWaiting(
  userId: UserId,
  workspaces: WorkspaceId[],
  act: () => Promise<unknown>,
  end: (tx: Transaction) => Promise<unknown>,
): Promise<{ answer: unknown; wrote: boolean }> {
  let acting: Promise<unknown> | undefined;
  let left = "";
  await whileInTransaction(async (tx) => {
    await takeLocks(tx, { accounts: [userId], workspaces });
    acting = act();
    await waitForLockWaiter();
    await end(tx);
    left = await digestOfAll(tx);
  });
  const answer = await acting;
  return { answer, wrote: left !== (await digestOfAll()) };
}

const refusal = (code: string, message: string) => ({ ok: false, refusal: { code, message } });
const ended = refusal("signed_out", accessEnded);
const linkRefused = { as: "refused", problem: "session_ended" };

const raced = Object.entries(races).flatMap(([name, each]) =>
  typeof each === "string" ? [] : [[name, each] as const],
);

describe.each(raced)("%s", (name, { permission, prepare }) => {
  const ownersAlone = !allows("admin", permission);
  const adminsAlone = !ownersAlone && !allows("member", permission);

  async function begin(via?: (team: RacingTeam) => Promise<ActorWith<Permission>["via"]>) {
    const team = await makeRacingTeam(stripe);
    const person = ownersAlone ? team.owner : team.admin;
    const act = await prepare(team);
    const actor = team.as(permission, person, ownersAlone ? "owner" : "admin");
    const acting = via ? { ...actor, via: await via(team) } : actor;
    const run = (end: (tx: Transaction) => Promise<unknown>) =>
      whileWaiting(
        person.id,
        [team.workspaceId, person.personalId],
        () => act(acting as ActorWith<never>),
        end,
      );
    return { team, person, acting, run };
  }

  const answer = name === "enterByIdentity" ? linkRefused : ended;

  test("is refused where the session ends meanwhile", async () => {
    const { person, run } = await begin();
    const found = await run((tx) => deleteSession(tx, person.id, person.sessionId));
    expect(found).toEqual({ answer, wrote: false });
  });

  test("is refused where the session comes to its end meanwhile", async () => {
    const { person, run } = await begin();
    const found = await run((tx) =>
      tx.update(sessions).set({ expiresAt: new Date() }).where(eq(sessions.id, person.sessionId)),
    );
    expect(found).toEqual({ answer, wrote: false });
  });

  test("is refused where the membership ends meanwhile", async () => {
    const { team, person, run } = await begin();
    const found = await run((tx) => deleteMembership(tx, team.workspaceId, person.id));
    expect(found).toEqual({ answer, wrote: false });
  });

  if (adminsAlone)
    test("is refused where the actor is made no admin meanwhile", async () => {
      const { team, person, run } = await begin();
      const found = await run(async (tx) => {
        const groupId = (await findBuiltInGroupId(team.workspaceId, "admins", tx)) ?? "";
        await deleteGroupMember(tx, team.workspaceId, groupId, person.id);
      });
      expect(found).toEqual({
        answer: refusal("forbidden", "You are no longer an admin of this workspace. Nothing was saved."),
        wrote: false,
      });
    });

  if (ownersAlone)
    test("is refused where the workspace is handed over meanwhile", async () => {
      const { team, person, run } = await begin();
      const found = await run((tx) => updateWorkspaceOwner(tx, team.workspaceId, person.id, team.admin.id));
      expect(found).toEqual({ answer: refusal("forbidden", whyNoLonger(permission)), wrote: false });
    });

  if (allows("service_account", permission))
    test("is refused where the credentials that ask for it are revoked meanwhile", async () => {
      const { team, acting, run } = await begin(async (begun) => ({
        by: "credentials",
        accessKey: await makeKeyOf(begun, begun.admin, "admin"),
      }));
      const accessKey = acting.via.by === "credentials" ? acting.via.accessKey : "";
      const found = await run((tx) => deleteCredential(tx, team.workspaceId, accessKey));
      expect(found).toEqual({ answer: ended, wrote: false });
    });
});

describe.each([
  [
    "relabeling",
    (actor: ActorWith<"credentials.manage_own">, accessKey: string) =>
      relabelCredentials(actor, { accessKey, label: "x" }),
  ],
  [
    "revoking",
    (actor: ActorWith<"credentials.manage_own">, accessKey: string) =>
      revokeCredentials(actor, { accessKey, alsoMade: true }),
  ],
] as const)("%s another member’s credentials", (_, change) => {
  test("is refused where the actor is made no admin meanwhile", async () => {
    const team = await makeRacingTeam(stripe);
    const { admin, workspaceId } = team;
    const accessKey = await makeKeyOf(team, team.member, "member");
    const actor = team.as("credentials.manage_own", admin, "admin");
    const found = await whileWaiting(
      admin.id,
      [workspaceId],
      () => change(actor, accessKey),
      async (tx) => {
        const groupId = (await findBuiltInGroupId(workspaceId, "admins", tx)) ?? "";
        await deleteGroupMember(tx, workspaceId, groupId, admin.id);
      },
    );
    expect(found).toEqual({
      answer: refusal("forbidden", "You are no longer an admin of this workspace. Nothing was saved."),
      wrote: false,
    });
  });
});
