import type { AddressInfo } from "node:net";
import net from "node:net";
import { expect, inject, test } from "vitest";
import { checkDatabase } from "./check-database";
import { StartupProblem } from "./startup-problem";

const { url } = inject("cluster");

async function problemOf(ip: string): Promise<string> {
  const problem = await checkDatabase(ip).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(StartupProblem);
  return (problem as StartupProblem).message;
}

test("a database that can be used is no problem", async () => {
  await expect(checkDatabase(url)).resolves.toBeUndefined();
});

test("a database that isn't there is named, without the password", async () => {
  const missing = new URL(url);
  missing.pathname = "/no_such_database";
  missing.password = "hunter2";
  const problem = await problemOf(missing.toString());
  expect(problem).toMatch(/^The database at .*\/no_such_database can’t be used: .+\. Check DATABASE_URL\.$/);
  expect(problem).not.toContain("hunter2");
});

test("a port where nothing answers is said to be so", async () => {
  const closed = net.createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await problemOf(`postgres://u:hunter2@127.0.0.1:${port}/x`)).toBe(
    `The database at 127.0.0.1:${port}/x can’t be used: the connection was refused. Check DATABASE_URL.`,
  );
});

test.each(["postgres://", "postgres://u:p#w@db/x", "postgres://u:hunter2%zz@127.0.0.1:1/x"])(
  "%s is no address of a database, and is not repeated",
  async (ip) => {
    const problem = await problemOf(ip);
    expect(problem).toMatch(/DATABASE_URL/);
    expect(problem).not.toContain("hunter2");
  },
);
