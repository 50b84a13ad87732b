import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { usualPreferences } from "@/lib/core/account/interface-preferences";
import { findOwnPreferences, saveAllInterfacePreferences, setOwnPreferences } from "./preferences";

process.env.STEWARD_FORCED_PREFERENCES = "block_scripts=on";

openTestDatabase();

test("what the operator forces is read over the wire, and can’t be set to another value", async () => {
  const actor = actingAs("preferences.edit", await makePerson());
  const forced = { steward: { block_scripts: true } };
  expect(await findOwnPreferences(actor)).toEqual(forced);
  expect(await setOwnPreferences(actor, { "steward.block_scripts": false })).toMatchObject({
    ...{ ok: false, refusal: { code: "invalid", message: expect.stringContaining("operator") } },
  });
  expect(await setOwnPreferences(actor, { ...forced, ui: 1 })).toMatchObject({ ok: true });
  expect(await findOwnPreferences(actor)).toEqual({ ...forced, ui: 1 });
});

test("a form of all of them, in which a forced one is missing, saves the others", async () => {
  const actor = actingAs("preferences.edit", await makePerson());
  const outcome = await saveAllInterfacePreferences(actor, { ...usualPreferences, hide_examples: true });
  expect(outcome).toMatchObject({ ok: true });
  expect(await findOwnPreferences(actor)).toEqual({
    steward: { ...usualPreferences, hide_examples: true, block_scripts: true },
  });
});
