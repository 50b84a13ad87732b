import { expect, test } from "vitest";
import { db } from "@/db/client";
import { installation } from "@/db/schema/installation";
import { openTestDatabase } from "@/db/testing/database";
import { findInstallationId } from "./installation";

openTestDatabase();

test("the id of the installation is read once by each process", async () => {
  const id = await findInstallationId();
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  await db().delete(installation);
  expect(await findInstallationId()).toBe(id);
  expect(await db().select().from(installation)).toEqual([]);
});
