import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { findBreaches } from "./architecture";
import { findUnaudited } from "./audited-operations";

const root = path.resolve(import.meta.dirname, "../..");
const folders = ["app", "components", "db", "lib", "e2e"];

function projectSources(): Map<string, string> {
  const nested = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.posix.join(folder, file),
    ),
  );
  const files = [...nested, "proxy.ts", "instrumentation.ts"].filter((file) => /\.tsx?$/.test(file));
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}

describe("the layers", () => {
  test("hold in the whole tree", () => {
    const sources = projectSources();
    expect(sources.size).toBeGreaterThan(100);
    expect(findBreaches(sources)).toEqual([]);
  });

  test("see each operation that would give no reason for being unaudited", () => {
    const silenced: string[] = [];
    const sources = projectSources();
    for (const [file, text] of sources) {
      if (!file.startsWith("lib/operations/") || !text.includes("// Not audited: ")) continue;
      sources.set(file, text.replaceAll("// Not audited: ", "// "));
      silenced.push(file);
    }
    expect(silenced.length).toBeGreaterThan(5);
    expect(new Set(findUnaudited(sources).map(({ file }) => file))).toEqual(new Set(silenced));
  });
});

const healthy: Record<string, string> = {
  "lib/core/outcome.ts": `import { z } from "zod"; export const schema = z.string();`,
  "db/reads/users.ts": `import { schema } from "@/lib/core/outcome"; export const read = schema;`,
  "lib/server/clock.ts": `export const now = 1;`,
  "lib/operations/profile.ts": `import { read } from "@/db/reads/users"; export const find = read;`,
  "lib/wire/call.ts": `import { find } from "../operations/profile"; export const call = find;`,
  "components/ui/button.tsx": `"use client"; import type { z } from "zod"; export const Button = 1;`,
  "app/actions.ts": `"use server"; import { find } from "@/lib/operations/profile"; export const act = workspaceAction("x", find);`,
  "app/_components/frame/workspace-page.tsx": `export const workspacePage = 1;`,
  "app/settings/a/[b]/page.tsx": `import { workspacePage } from "@/app/_components/frame/workspace-page";
    export default workspacePage("x", {}, () => 1);`,
  "app/form.tsx": `"use client"; import { act } from "./actions"; import type { find } from "@/lib/operations/profile"; export const Form = act;`,
  "lib/operations/audit.ts": `import { insertAuditEvent } from "@/db/writes/audit-events";
    export async function recordAudit(tx) { await insertAuditEvent(tx); }`,
  "lib/operations/acting.ts": `import { inTransaction } from "@/db/client";
    export function actingIn(actor, work) { return inTransaction(async (tx) => work(tx, actor)); }`,
  "lib/operations/audited.ts": `import { inTransaction } from "@/db/client";
    import { actingIn } from "./acting";
    import { recordAudit } from "./audit";
    const log = (tx) => recordAudit(tx);
    export function rename(actor) {
      const work = async (tx) => log(tx);
      return actingIn(actor, work);
    }
    export function remove(actor) { return actingIn(actor, (tx) => recordAudit(tx)); }
    // Not audited: nothing changes before it is used.
    export function prepare() { return inTransaction((tx) => tx.write()); }
    export async function count() {
      // Not audited: it is counted elsewhere.
      await inTransaction((tx) => tx.write());
    }`,
  "lib/entry/main.ts": `import { call } from "../wire/call"; export const main = call;`,
};

const planted: { name: string; files: Record<string, string>; file: string; problem: RegExp }[] = [
  {
    name: "an import upwards",
    files: { "db/reads/users.ts": `import { now } from "@/lib/server/clock";` },
    file: "db/reads/users.ts",
    problem: /imports lib\/server\/clock\.ts/,
  },
  {
    name: "a page that reads the database",
    files: { "app/page.tsx": `import { read } from "@/db/reads/users";` },
    file: "app/page.tsx",
    problem: /imports db\/reads\/users\.ts/,
  },
  {
    name: "a component that knows an action",
    files: { "components/ui/button.tsx": `import { act } from "@/app/actions";` },
    file: "components/ui/button.tsx",
    problem: /imports app\/actions\.ts/,
  },
  {
    name: "a piece of the interface that knows forms",
    files: {
      "components/form/form.tsx": `import { Button } from "../ui/button"; export const Form = Button;`,
      "components/ui/dialog.tsx": `import type { Form } from "@/components/form/form"; export type Dialog = typeof Form;`,
    },
    file: "components/ui/dialog.tsx",
    problem: /imports components\/form\/form\.tsx, which is in form/,
  },
  {
    name: "a page that uses a piece of another route",
    files: {
      "app/settings/a/_components/table.tsx": `export const Table = 1;`,
      "app/settings/b/_components/list.tsx": `import { Table } from "../../a/_components/table"; export const List = Table;`,
    },
    file: "app/settings/b/_components/list.tsx",
    problem: /imports app\/settings\/a\/_components\/table\.tsx, which is of another route/,
  },
  {
    name: "an operation that puts the process together",
    files: { "lib/operations/profile.ts": `import { main } from "@/lib/entry/main";` },
    file: "lib/operations/profile.ts",
    problem: /imports lib\/entry\/main\.ts/,
  },
  {
    name: "a file in no layer",
    files: { "lib/helpers/text.ts": `export const text = 1;` },
    file: "lib/helpers/text.ts",
    problem: /in no layer/,
  },
  {
    name: "a package in the core",
    files: { "lib/core/outcome.ts": `import { createHash } from "node:crypto";` },
    file: "lib/core/outcome.ts",
    problem: /package node:crypto/,
  },
  {
    name: "a scoped package in the core",
    files: { "lib/core/outcome.ts": `import { hash } from "@node-rs/argon2";` },
    file: "lib/core/outcome.ts",
    problem: /package @node-rs\/argon2/,
  },
  {
    name: "a cycle",
    files: {
      "lib/core/a.ts": `import { b } from "./b"; export const a = b;`,
      "lib/core/b.ts": `import { a } from "./a"; export const b = a;`,
    },
    file: "lib/core/b.ts",
    problem: /in turn/,
  },
  {
    name: "a cycle of types alone",
    files: {
      "lib/core/a.ts": `import type { B } from "./b"; export type A = B;`,
      "lib/core/b.ts": `import type { A } from "./a"; export type B = A;`,
    },
    file: "lib/core/b.ts",
    problem: /in turn/,
  },
  {
    name: "an unwrapped action",
    files: { "app/actions.ts": `"use server"; export async function act() {}` },
    file: "app/actions.ts",
    problem: /something else than a wrapped action/,
  },
  {
    name: "an action passed on from elsewhere",
    files: { "app/actions.ts": `"use server"; export { find } from "@/lib/operations/profile";` },
    file: "app/actions.ts",
    problem: /something else than a wrapped action/,
  },
  {
    name: "a browser file that reaches an operation by way of another file",
    files: {
      "app/words.ts": `export { find } from "@/lib/operations/profile";`,
      "app/form.tsx": `"use client"; import { find } from "./words";`,
    },
    file: "app/form.tsx",
    problem: /brings lib\/operations\/profile\.ts into the browser/,
  },
  {
    name: "a browser file that reaches zod by way of words beside a schema",
    files: {
      "lib/core/words.ts": `import { z } from "zod"; export const name = z.string(); export const word = "Name";`,
      "app/form.tsx": `"use client"; import { word } from "@/lib/core/words";`,
    },
    file: "app/form.tsx",
    problem: /brings zod into the browser by way of lib\/core\/words\.ts/,
  },
  {
    name: "an operation that opens a transaction and audits nothing",
    files: {
      "lib/operations/unaudited.ts": `import { inTransaction } from "@/db/client";
        export function rename() { return inTransaction((tx) => tx.write()); }`,
    },
    file: "lib/operations/unaudited.ts",
    problem: /rename opens a transaction that records no audit entry/,
  },
  {
    name: "the same where another transaction of the operation is audited",
    files: {
      "lib/operations/unaudited.ts": `import { inTransaction } from "@/db/client";
        import { recordAudit } from "./audit";
        export async function rename() {
          await inTransaction((tx) => recordAudit(tx));
          return inTransaction((tx) => tx.write());
        }`,
    },
    file: "lib/operations/unaudited.ts",
    problem: /records no audit entry/,
  },
  {
    name: "the same by way of an operation that passes its work on",
    files: {
      "lib/operations/unaudited.ts": `import { actingIn } from "./acting";
        export const rename = (actor) => actingIn(actor, async (tx) => tx.write());`,
    },
    file: "lib/operations/unaudited.ts",
    problem: /records no audit entry/,
  },
  {
    name: "the same in a folder",
    files: {
      "lib/operations/account/unaudited.ts": `import { inTransaction } from "@/db/client";
        export function rename() { return inTransaction((tx) => tx.write()); }`,
    },
    file: "lib/operations/account/unaudited.ts",
    problem: /records no audit entry/,
  },
  {
    name: "one that gives no reason for it",
    files: {
      "lib/operations/unaudited.ts": `import { inTransaction } from "@/db/client";
        // Not audited:
        export function rename() { return inTransaction((tx) => tx.write()); }`,
    },
    file: "lib/operations/unaudited.ts",
    problem: /records no audit entry/,
  },
  {
    name: "an audited one that says that it is not",
    files: {
      "lib/operations/unaudited.ts": `import { inTransaction } from "@/db/client";
        import { recordAudit } from "./audit";
        // Not audited: it changes nothing.
        export function rename() { return inTransaction((tx) => recordAudit(tx)); }`,
    },
    file: "lib/operations/unaudited.ts",
    problem: /says that it is not audited, and is/,
  },
  {
    name: "an action that says inside what is drawn again",
    files: {
      "app/actions.ts": `"use server"; import { revalidatePath } from "next/cache";
        export const act = workspaceAction("x", () => revalidatePath("/"));`,
    },
    file: "app/actions.ts",
    problem: /name them in the action’s `refreshes`/,
  },
  {
    name: "a page that checks nothing",
    files: { "app/settings/a/[b]/page.tsx": `export default function Page() { return 1; }` },
    file: "app/settings/a/[b]/page.tsx",
    problem: /doesn’t export default workspacePage/,
  },
  {
    name: "a settings page beside the one that workspacePage made",
    files: {
      "app/settings/a/[b]/page.tsx": `import { workspacePage } from "@/app/_components/frame/workspace-page";
        const checked = workspacePage("x", {}, () => 1);
        export default function Page() { return checked; }`,
    },
    file: "app/settings/a/[b]/page.tsx",
    problem: /doesn’t export default workspacePage/,
  },
  {
    name: "a page of projects that checks nothing",
    files: { "app/projects/a/page.tsx": `export default function Page() { return 1; }` },
    file: "app/projects/a/page.tsx",
    problem: /doesn’t export default workspacePage/,
  },
  {
    name: "the first page of the settings, made by hand",
    files: { "app/settings/page.tsx": `export default 1;` },
    file: "app/settings/page.tsx",
    problem: /doesn’t export default workspacePage/,
  },
];

describe("a planted breach", () => {
  test("is found only where there is one", () => {
    expect(findBreaches(new Map(Object.entries(healthy)))).toEqual([]);
  });

  test.each(planted)("$name is found", ({ files, file, problem }) => {
    const breaches = findBreaches(new Map(Object.entries({ ...healthy, ...files })));
    expect(breaches.filter((breach) => breach.file === file && problem.test(breach.problem))).toHaveLength(1);
  });
});
