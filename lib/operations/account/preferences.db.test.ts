import { describe, expect, test } from "vitest";
import { findTipsSeen } from "@/db/reads/accounts";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { findOwnPreferences, recordTipSeen, setInterfacePreferences, setOwnPreferences } from "./preferences";

openTestDatabase();

describe("preferences", () => {
  test("are none at first, and are set name by name, dots being a path", async () => {
    const actor = actingAs("preferences.edit", await makePerson());
    expect(await findOwnPreferences(actor)).toEqual({});
    await setOwnPreferences(actor, { ui: { theme: "dark", page: 2 }, list: [1, 2] });
    const outcome = await setOwnPreferences(actor, { "ui.page": 3, list: [] });
    const preferences = { ui: { theme: "dark", page: 3 }, list: [] };
    expect(outcome).toEqual({ ok: true, value: { changed: true, preferences } });
    expect(await findOwnPreferences(actor)).toEqual(preferences);
  });

  test("that stay as they are write nothing", async () => {
    const person = await makePerson();
    const actor = actingAs("preferences.edit", person);
    await setOwnPreferences(actor, { ui: { page: 2, theme: "dark" } });
    const changed = await changesIn(person, async () => {
      const outcome = await setOwnPreferences(actor, { ui: { theme: "dark", page: 2 }, "ui.page": 2 });
      expect(outcome).toMatchObject({ ok: true, value: { changed: false } });
    });
    expect(changed).toEqual([]);
  });

  test("belong to the person, in every workspace, and are another person's never", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const shared = await makeWorkspace(other);
    await join(shared, person);
    await setOwnPreferences(actingAs("preferences.edit", person), { a: 1 });
    const elsewhere = actingAs("preferences.edit", person, { workspaceId: shared, role: "member" });
    expect(await findOwnPreferences(elsewhere)).toEqual({ a: 1 });
    expect(await findOwnPreferences(actingAs("preferences.edit", other, { workspaceId: shared }))).toEqual(
      {},
    );
  });

  test("are in the log of the personal workspace by the names that changed, without their values", async () => {
    const person = await makePerson();
    const shared = await makeWorkspace(await makePerson());
    await join(shared, person);
    const actor = actingAs("preferences.edit", person, { workspaceId: shared, role: "member" });
    await setOwnPreferences(actor, { hidden: { key: "hunter2" } });
    const entry = await lastAuditEvent(person.personalId, "account.preferences_changed");
    expect(entry).toMatchObject({ targetId: person.id, before: null, after: { changed: ["hidden"] } });
    expect(await lastAuditEvent(shared, "account.preferences_changed")).toBeUndefined();
  });

  test("of a service account, which has no personal workspace, are in the log of its workspace", async () => {
    const owner = await makePerson();
    const workspaceId = await makeWorkspace(owner);
    const { id, name } = await makeServiceAccount({ account: owner, workspaceId });
    const sessionId = await makeSession({ id, personalId: workspaceId });
    const robot = { id, name, email: "", personalId: workspaceId, sessionId };
    const actor = actingAs("preferences.edit", robot, { role: "service_account" });
    expect(await setOwnPreferences(actor, { a: 1 })).toMatchObject({ ok: true });
    expect(await lastAuditEvent(workspaceId, "account.preferences_changed")).toMatchObject({
      actorUserId: id,
    });
  });

  test("that are changed by several at the same time all stay", async () => {
    const actor = actingAs("preferences.edit", await makePerson());
    const changes = Array.from({ length: 8 }, (_, index) => ({ [`key${index}`]: index }));
    await Promise.all(changes.map((change) => setOwnPreferences(actor, change)));
    expect(await findOwnPreferences(actor)).toEqual(Object.assign({}, ...changes));
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["too large", { text: "x".repeat(70_000) }, "invalid"],
    ["not to be stored", { text: "a\u0000b" }, "invalid"],
    ["named with a $", { $set: 1 }, "invalid"],
    ["reached through a value", { "kept.inner": 1 }, "conflict"],
    ["of Steward’s pages and of the wrong type", { "steward.hide_examples": 1 }, "invalid"],
  ])("that are %s are refused whole", async (_, changes, code) => {
    const person = await makePerson();
    const actor = actingAs("preferences.edit", person);
    await setOwnPreferences(actor, { kept: true });
    const changed = await changesIn(person, async () => {
      expect(await setOwnPreferences(actor, { other: false, ...changes })).toMatchObject({
        ok: false,
        refusal: { code },
      });
    });
    expect(changed).toEqual([]);
  });

  test("stay as they were where the audit entry can't be written", async () => {
    const person = await makePerson();
    const actor = actingAs("preferences.edit", person);
    await setOwnPreferences(actor, { kept: true });
    await blockAudit(person.personalId);
    await expect(setOwnPreferences(actor, { kept: false })).rejects.toThrow("audit_events");
    expect(await findOwnPreferences(actor)).toEqual({ kept: true });
  });

  test("of Steward’s pages are changed one by one, beside those of programs", async () => {
    const actor = actingAs("preferences.edit", await makePerson());
    await setOwnPreferences(actor, { ui: 1 });
    await setInterfacePreferences(actor, { hide_examples: true });
    await setInterfacePreferences(actor, { hidden_container_arguments: ["A"] });
    expect(await findOwnPreferences(actor)).toEqual({
      ui: 1,
      steward: { hide_examples: true, hidden_container_arguments: ["A"] },
    });
  });

  test("take __proto__ for any key", async () => {
    const actor = actingAs("preferences.edit", await makePerson());
    await setOwnPreferences(actor, JSON.parse('{"__proto__":{"a":1}}'));
    await setOwnPreferences(actor, { "__proto__.b": 2 });
    expect(JSON.stringify(await findOwnPreferences(actor))).toBe('{"__proto__":{"a":1,"b":2}}');
  });
});

describe("a pro tip", () => {
  test("is counted once a day, whatever was chosen before or is chosen after", async () => {
    const person = await makePerson();
    const actor = actingAs("preferences.edit", person);
    await setInterfacePreferences(actor, { hide_examples: true });
    await Promise.all([1, 2].map(() => recordTipSeen(actor, { tip: "offline-mode" })));
    await recordTipSeen(actor, { tip: "agent-queues" });
    expect(await findTipsSeen(person.id)).toEqual({ seen: ["offline-mode"], shownAt: expect.any(Date) });
    await setInterfacePreferences(actor, { hide_examples: false });
    expect((await findTipsSeen(person.id)).seen).toEqual(["offline-mode"]);
    expect(await findOwnPreferences(actor)).toEqual({ steward: { hide_examples: false } });
  });

  test("that does not exist is not counted", async () => {
    const person = await makePerson();
    const outcome = await recordTipSeen(actingAs("preferences.edit", person), { tip: "unknown" });
    expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
    expect(await findTipsSeen(person.id)).toEqual({ seen: [], shownAt: null });
  });
});
