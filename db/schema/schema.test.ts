import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  getTableConfig,
  type PgTable,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { users } from "./accounts";
import { moment, userId, workspaceId } from "./columns";
import { distribution } from "./distribution";
import { distributionProblems } from "./distribution-problems";
import * as schema from "./index";
import { memberships } from "./memberships";
import { sessions } from "./sessions";

const tables = Object.values(schema).map((table) => getTableConfig(table as PgTable));
const named = new Map(tables.map((table) => [table.name, table]));

describe("the schema", () => {
  test("names every table once in the distribution", () => {
    const placed = Object.values(distribution).flat();
    expect([...placed].sort()).toEqual([...named.keys()].sort());
  });

  test.each(tables)("$name can be distributed by workspace", (table) => {
    expect(distributionProblems(table)).toEqual([]);
  });

  test.each(distribution.workspaceOwned.map((name) => ({ name })))(
    "$name carries its workspace",
    ({ name }) => {
      const column = named.get(name)?.columns.find((each) => each.name === "workspace_id");
      expect(column?.notNull).toBe(true);
    },
  );
});

const id = () => text("id").notNull();

/** Tables that break one rule each; their names place them among the workspace's own, the copied, or the rest. */
const breaches: [string, PgTable, string][] = [
  [
    "a primary key that begins otherwise",
    pgTable("vaults", { workspaceId: workspaceId(), id: id() }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.id, t.workspaceId] }),
    ]),
    "vaults_primary does not begin with workspace_id",
  ],
  [
    "a unique index that begins otherwise",
    pgTable("vaults", { workspaceId: workspaceId(), id: id() }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
      uniqueIndex("vaults_id_unique").on(t.id),
    ]),
    "vaults_id_unique does not begin with workspace_id",
  ],
  [
    "a unique index over an expression",
    pgTable("vaults", { workspaceId: workspaceId(), id: id() }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
      uniqueIndex("vaults_id_unique").on(sql`lower(${t.id})`, t.workspaceId),
    ]),
    "vaults_id_unique does not begin with workspace_id",
  ],
  [
    "a unique constraint that begins otherwise",
    pgTable("vaults", { workspaceId: workspaceId(), id: id() }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
      unique("vaults_id_once").on(t.id),
    ]),
    "vaults_id_once does not begin with workspace_id",
  ],
  [
    "a column that is unique by itself",
    pgTable("users", { id: id(), email: text("email").unique() }, (t) => [
      primaryKey({ name: "users_primary", columns: [t.id] }),
    ]),
    "email is unique by itself",
  ],
  ["no primary key", pgTable("sessions", { id: id() }), "has no primary key with a name of its own"],
  [
    "a primary key without a name",
    pgTable("sessions", { id: text("id").primaryKey() }),
    "id is a primary key without a name of its own",
  ],
  [
    "a foreign key without a name",
    pgTable("sessions", { id: id(), userId: userId() }, (t) => [
      primaryKey({ name: "sessions_primary", columns: [t.id] }),
      foreignKey({ columns: [t.userId], foreignColumns: [users.id] }),
    ]),
    "a foreign key to users has no name of its own",
  ],
  [
    "a global table that refers to a workspace's own",
    pgTable("sessions", { id: id(), workspaceId: workspaceId(), userId: userId() }, (t) => [
      primaryKey({ name: "sessions_primary", columns: [t.id] }),
      foreignKey({
        name: "sessions_membership",
        columns: [t.workspaceId, t.userId],
        foreignColumns: [memberships.workspaceId, memberships.userId],
      }),
    ]),
    "refers to memberships, which is split among the nodes",
  ],
  [
    "a foreign key that begins otherwise",
    pgTable("vaults", { workspaceId: workspaceId(), id: id(), userId: userId() }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
      foreignKey({
        name: "vaults_owner",
        columns: [t.userId, t.workspaceId],
        foreignColumns: [memberships.userId, memberships.workspaceId],
      }),
    ]),
    "its key to memberships does not begin with workspace_id",
  ],
  [
    "a workspace's own table that refers to one on the coordinator",
    pgTable("vaults", { workspaceId: workspaceId(), id: id(), sessionId: text("session_id") }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
      foreignKey({ name: "vaults_session", columns: [t.sessionId], foreignColumns: [sessions.id] }),
    ]),
    "refers to sessions, which stays on the coordinator",
  ],
  [
    "a foreign key that clears a column",
    pgTable("vaults", { workspaceId: workspaceId(), id: id(), userId: text("user_id") }, (t) => [
      primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
      foreignKey({ name: "vaults_user", columns: [t.userId], foreignColumns: [users.id] }).onDelete(
        "set null",
      ),
    ]),
    "its key to users sets columns on delete",
  ],
  [
    "a number that the database gives",
    pgTable(
      "audit_events",
      {
        workspaceId: workspaceId(),
        number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity(),
      },
      (t) => [primaryKey({ name: "audit_events_primary", columns: [t.workspaceId, t.number] })],
    ),
    "number is numbered by the database",
  ],
  [
    "a serial number",
    pgTable("audit_events", { workspaceId: workspaceId(), number: serial("number") }, (t) => [
      primaryKey({ name: "audit_events_primary", columns: [t.workspaceId, t.number] }),
    ]),
    "number is numbered by the database",
  ],
  [
    "a time without its zone",
    pgTable("sessions", { id: id(), at: timestamp("at", { precision: 3 }) }, (t) => [
      primaryKey({ name: "sessions_primary", columns: [t.id] }),
    ]),
    "at is no moment in time",
  ],
  [
    "a time to the microsecond",
    pgTable("sessions", { id: id(), at: timestamp("at", { withTimezone: true }) }, (t) => [
      primaryKey({ name: "sessions_primary", columns: [t.id] }),
    ]),
    "at is no moment in time",
  ],
];

describe("the check of a table", () => {
  test.each(breaches)("shows %s", (_, table, problem) => {
    expect(distributionProblems(getTableConfig(table))).toContain(problem);
  });

  test("finds nothing in a table that keeps to every rule", () => {
    const table = pgTable(
      "vaults",
      { workspaceId: workspaceId(), id: id(), userId: userId(), at: moment("at") },
      (t) => [
        primaryKey({ name: "vaults_primary", columns: [t.workspaceId, t.id] }),
        foreignKey({
          name: "vaults_owner",
          columns: [t.workspaceId, t.userId],
          foreignColumns: [memberships.workspaceId, memberships.userId],
        }).onDelete("cascade"),
        uniqueIndex("vaults_owner_unique").on(t.workspaceId, t.userId),
      ],
    );
    expect(distributionProblems(getTableConfig(table))).toEqual([]);
  });
});
