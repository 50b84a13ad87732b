import { describe, expect, test } from "vitest";
import { findProfile } from "@/db/reads/accounts";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, setPassword } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { findOwnProfile, renameSelf } from "./accounts";

openTestDatabase();
describe("one's name", () => {
  test("changes, and the personal workspace's log says from what to what", async () => {
    const person = await makePerson("Ada");
    const shared = await makeWorkspace(await makePerson());
    await join(shared, person);
    const actor = actingAs("profile.edit", person, { workspaceId: shared, role: "member" });
    expect(await renameSelf(actor, { name: "Ada King" })).toEqual({ ok: true, value: { name: "Ada King" } });
    expect((await findOwnProfile(actor))?.name).toBe("Ada King");
    expect(await lastAuditEvent(person.personalId, "account.renamed")).toMatchObject({
      targetId: person.id,
      before: { name: "Ada" },
      after: { name: "Ada King" },
    });
    expect(await lastAuditEvent(shared, "account.renamed")).toBeUndefined();
  });

  test("that stays the same writes nothing", async () => {
    const person = await makePerson("Ada");
    const changes = await changesIn(person, () =>
      renameSelf(actingAs("profile.edit", person), { name: "Ada" }),
    );
    expect(changes).toEqual([]);
  });

  test("stays where the audit entry can't be written", async () => {
    const person = await makePerson("Ada");
    await blockAudit(person.personalId);
    const changes = await changesIn(person, () =>
      expect(renameSelf(actingAs("profile.edit", person), { name: "Eve" })).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});

test("a profile shows that there is a password, and never its hash", async () => {
  const person = await makePerson();
  await setPassword(person, "correct horse battery");
  const profile = await findProfile(person.id);
  expect(profile).toMatchObject({ email: person.email, hasPassword: true });
  expect(JSON.stringify(profile)).not.toContain("argon2");
});
