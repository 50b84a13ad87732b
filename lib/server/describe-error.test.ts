import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeError } from "./describe-error";

const secret = "hunter2";

function jsonError(): Error {
  try {
    JSON.parse(`{"password": ${secret}}`);
  } catch (error) {
    return error as Error;
  }
  throw new Error("This was JSON.");
}

function withFacts(message: string, facts: object): Error {
  return Object.assign(new Error(message), facts);
}

const uniqueBreach = withFacts('duplicate key value violates unique constraint "users_email_unique"', {
  name: "PostgresError",
  code: "23505",
  detail: `Key (email)=(${secret}@example.com) already exists.`,
  where: `COPY users, line 1: "${secret}"`,
  constraint_name: "users_email_unique",
  table_name: "users",
  routine: "_bt_check_unique",
  query: `insert into users values ('${secret}')`,
  parameters: [secret],
  args: [secret],
});

test.each<[string, unknown]>([
  ["an error of the database", uniqueBreach],
  [
    "the same with its statement",
    new DrizzleQueryError("insert into users values ($1)", [secret], uniqueBreach),
  ],
  [
    "a statement with parameters on several lines",
    new DrizzleQueryError("select $1", [`a\n${secret}`], uniqueBreach),
  ],
  [
    "a value that the database can't read",
    withFacts(`invalid input syntax for type integer: "${secret}"`, { code: "22P02" }),
  ],
  ["text that is no JSON", jsonError()],
  ["a cause of a cause", new Error("outer", { cause: new Error("inner", { cause: jsonError() }) })],
  [
    "an error with a secret next to it",
    withFacts("failed", { headers: { authorization: secret }, body: secret }),
  ],
  ["a text that was thrown", secret],
  ["an object that was thrown", { message: secret }],
])("nothing secret is in the description of %s", (_, error) => {
  expect(JSON.stringify(describeError(error))).not.toContain(secret);
});

test("an error of the database keeps what finds it", () => {
  const described = describeError(
    new DrizzleQueryError("insert into users values ($1)", [secret], uniqueBreach),
  );
  expect(described).toMatchObject({
    message: "Failed query: insert into users values ($1)",
    cause: {
      type: "PostgresError",
      code: "23505",
      constraint: "users_email_unique",
      routine: "_bt_check_unique",
      message: 'duplicate key value violates unique constraint "users_email_unique"',
    },
  });
});

test("an error keeps its name, its message and where it happened", () => {
  const described = describeError(new RangeError("out of range"));
  expect(described).toMatchObject({ type: "RangeError", message: "out of range" });
  expect(described.stack).toMatch(/^ {4}at .*describe-error\.test\.ts/m);
  expect(described.stack).not.toContain("out of range");
});

test.each([
  [undefined, "undefined"],
  [null, "object"],
  [7, "number"],
])("%s that was thrown is named by its type alone", (thrown, type) => {
  expect(describeError(thrown)).toEqual({ type });
});
