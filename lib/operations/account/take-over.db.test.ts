import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { countCredentials } from "@/db/reads/credentials";
import { findMembership } from "@/db/reads/memberships";
import { findPersonalVault } from "@/db/reads/vaults";
import { invitations } from "@/db/schema/invitations";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, newEmail, type TestPerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { writeVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { rowsWith } from "@/db/testing/rows";
import { lockUser } from "@/db/writes/accounts";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { inviteMembers } from "../invitations/invitations";
import { openStored } from "../vaults/vault-texts";
import { findKnownWorkspaces } from "../workspace/every-workspace";
import { setAdmin } from "../workspace/members";
import { takeOverAccount } from "./take-over";

openTestDatabase();

const text = "sdk.aws.s3.region = theirs";

/** In a workspace: credentials, and a vault that every client with these credentials receives. */
async function settleIn(account: TestPerson, workspaceId: WorkspaceId): Promise<void> {
  await makeCredentials({ account, workspaceId });
  await writeVault({ account, workspaceId }, text);
}

/** An account that somebody made with an address of somebody else, and made themselves at home in. */
async function makeSquatted() {
  const [squatter, accomplice] = [await makePerson("Squatter"), await makePerson("Accomplice")];
  const [owner, member] = [await makePerson("Olga"), await makePerson("Max")];
  const lab = await makeWorkspace(owner);
  for (const each of [squatter, member]) await join(lab, each);
  await join(squatter.personalId, accomplice);
  const manager = actingAs("members.manage", squatter);
  await setAdmin(manager, { userId: accomplice.id, admin: true });
  await inviteMembers(manager, { emails: [newEmail()] });
  const robot = await makeServiceAccount({ account: squatter });
  await settleIn(squatter, lab);
  await settleIn(squatter, squatter.personalId);
  await settleIn(accomplice, squatter.personalId);
  await settleIn(member, lab);
  return { squatter, accomplice, robot, lab, member };
}

async function takeOver(account: TestPerson): Promise<void> {
  const known = await findKnownWorkspaces(account.id);
  await inTransaction(async (tx) => {
    await lockUser(tx, account.id);
    await takeOverAccount(tx, { account, passwordHash: null, ip: "192.0.2.5", known });
  });
}

test("access of the account's creator ends, and the personal workspace belongs to the holder alone", async () => {
  const { squatter, accomplice, robot, lab, member } = await makeSquatted();
  const { personalId } = squatter;
  await takeOver(squatter);

  for (const workspaceId of [lab, personalId]) {
    const vault = await findPersonalVault(workspaceId, squatter.id);
    expect(vault && [vault.enabled, openStored({ workspaceId }, vault)]).toEqual([false, text]);
    expect(await lastAuditEvent(workspaceId, "vault.deactivated")).toMatchObject({
      actorUserId: squatter.id,
      via: "sign_in",
      ip: "192.0.2.5",
      targetId: vault?.id,
    });
  }
  expect(await lastAuditEvent(lab, "credentials.revoked")).toMatchObject({
    before: { userId: squatter.id, revokedCredentials: 1 },
  });
  expect(await lastAuditEvent(personalId, "account.email_proven")).toMatchObject({
    after: { endedSessions: 1, revokedCredentials: 2 },
  });

  expect(await findMembership(personalId, squatter.id)).toMatchObject({ inAdmins: true });
  expect(await findMembership(personalId, accomplice.id)).toBeUndefined();
  expect(await findMembership(personalId, robot.id)).toMatchObject({ kind: "service_account" });
  expect(await countCredentials(personalId, {})).toBe(0);
  const [invitation] = await db().select().from(invitations).where(eq(invitations.workspaceId, personalId));
  expect(invitation).toMatchObject({ status: "withdrawn" });
  expect(await lastAuditEvent(personalId, "member.removed")).toMatchObject({ targetName: accomplice.email });
  expect(await lastAuditEvent(personalId, "credentials.revoked")).toMatchObject({ targetId: robot.id });
  expect(await lastAuditEvent(personalId, "invitation.withdrawn")).toMatchObject({
    targetId: invitation?.id,
  });

  expect(await findMembership(lab, squatter.id)).toBeDefined();
  expect(await findPersonalVault(lab, member.id)).toMatchObject({ enabled: true });
  expect(await countCredentials(lab, { ownerId: member.id })).toBe(1);
});

test("the creator can no longer invite anyone, even from an open page", async () => {
  const { squatter, accomplice } = await makeSquatted();
  await takeOver(squatter);
  const before = await rowsWith(squatter.personalId);
  const manager = actingAs("members.manage", squatter);
  expect(await inviteMembers(manager, { emails: [accomplice.email] })).toMatchObject({
    refusal: { code: "signed_out" },
  });
  expect(await rowsWith(squatter.personalId)).toEqual(before);
});
