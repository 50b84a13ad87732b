import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { join, makeTeam } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeAccessRule, makeProject, makeQueue, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import type { PlanLine } from "@/lib/core/access/configuration/plan-lines";
import { mutated } from "@/lib/core/access/testing/mutated-file";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { grant } from "@/lib/core/workspace/actor";
import { drawnNumbers } from "@/lib/entry/demo-files/drawn-numbers";
import { resultOf } from "@/lib/entry/samples";
import { insertOwnedWorkspace } from "@/lib/operations/workspace/workspaces";
import { actorOf, authenticate } from "@/lib/server/api-caller";
import { newId } from "@/lib/server/crypto";
import { applyFile } from "./apply";
import { exportConfiguration } from "./export";
import { planFile } from "./plan";

openTestDatabase();

const texts = { vaultTexts: true };

/** Contractors may read Payroll's queue and nothing else; a guard keeps Payroll closed; one vault for everybody. */
async function makeConfigured() {
  const team = await makeTeam();
  const { workspaceId, owner, member } = team;
  await closeWorkspace(workspaceId);
  const place = { account: owner, workspaceId };
  const contractors = await makeGroup(place, "Contractors", [member]);
  const payroll = await makeProject(workspaceId, owner, null, "Payroll");
  const queue = await makeQueue(workspaceId, owner, "gpu");
  const users = await builtInGroup(workspaceId, "users");
  await makeAccessRule(workspaceId, {
    type: "queue",
    target: queue,
    access: "modify",
    groupIds: [contractors],
  });
  await makeAccessRule(workspaceId, {
    type: "app_category",
    target: null,
    access: "read",
    groupIds: [users],
  });
  const closed = { allows: false, access: "read", type: "project", targetId: payroll } as const;
  await makeGuard(place, { ...closed, name: "Payroll stays closed", groupId: contractors });
  await makeAdminVault(place, { name: "Common agents", groupIds: [users], text: "agent.a = 1\n" });
  const admin = actingAs("access_configuration.manage", owner, { workspaceId });
  return { ...team, place, payroll, admin };
}

type Configured = Awaited<ReturnType<typeof makeConfigured>>;

async function exported({ admin }: Pick<Configured, "admin">): Promise<string> {
  return resultOf(await exportConfiguration(admin, texts)).text;
}

async function fingerprint({ admin }: Pick<Configured, "admin">, text: string): Promise<string> {
  const planned = resultOf(await planFile(admin, { text }));
  if (planned.kind !== "plan") throw new Error(JSON.stringify(planned));
  return planned.fingerprint;
}

function readAuditLog(workspaceId: WorkspaceId) {
  return db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspaceId));
}

const anyway = <A extends object>(actor: A) => ({ ...actor, savesAnyway: true as const });
const opened = (file: string) =>
  file.replace(
    "access_rules:\n",
    "access_rules:\n  - project: Payroll\n    access: read\n    groups:\n      - Contractors\n",
  );

describe("the file of a workspace", () => {
  test("makes an empty workspace with the same members and resources its equal, once and for all", async () => {
    const first = await makeConfigured();
    const file = await exported(first);
    const { owner, member } = first;
    const workspaceId = await inTransaction((tx) =>
      insertOwnedWorkspace(tx, { name: "Copy", ownerUserId: owner.id, isPersonal: false }),
    );
    await join(workspaceId, member);
    await makeProject(workspaceId, owner, null, "Payroll");
    await makeQueue(workspaceId, owner, "gpu");
    const second = { admin: actingAs("access_configuration.manage", owner, { workspaceId }) };

    const applied = await applyFile(second.admin, {
      text: file,
      fingerprint: await fingerprint(second, file),
    });
    // Of seven default rules six go and one changes; a rule, a group, a guard and a vault come.
    expect(resultOf(applied)).toEqual({ kind: "applied", changes: 11 });
    expect(await exported(second)).toBe(file);
    const again = resultOf(await planFile(second.admin, { text: file }));
    expect(again).toMatchObject({ kind: "plan", lines: [], guards: [] });
    const log = await readAuditLog(workspaceId);
    const count = (event: string) => log.filter((entry) => entry.event === event).length;
    expect([count("access_rule.deleted"), count("access_rule.created"), count("group.created")]).toEqual([
      6, 1, 1,
    ]);
    expect([count("access_guard.created"), count("admin_vault.created")]).toEqual([1, 1]);
    expect([count("access_configuration.applied"), count("access_configuration.exported")]).toEqual([1, 1]);
    expect(JSON.stringify(log)).not.toContain("agent.a");
  });

  test("changes all that it says, and plans it in words", async () => {
    const team = await makeConfigured();
    const file = await exported(team);
    const edited = file
      .replace("name: Contractors\n    users:", "name: Contractors\n    description: Outside\n    users:")
      .replace("queue: gpu\n    access: modify", "queue: gpu\n    access: read")
      .replace("agent.a = 1", "agent.a = 2")
      .replace("enabled: true", "enabled: false");
    const planned = resultOf(await planFile(team.admin, { text: edited }));
    const lines = planned.kind === "plan" ? planned.lines : [];
    const shown = ({ section, kind, title }: PlanLine) => `${kind} ${section} ${title}`;
    expect(lines.map(shown)).toEqual([
      "changed groups Contractors",
      "changed access_rules Queue gpu",
      "changed administrator_vaults Common agents",
    ]);
    resultOf(await applyFile(team.admin, { text: edited, fingerprint: await fingerprint(team, edited) }));
    expect(await exported(team)).toBe(edited);
  });

  test("that has a problem changes nothing, whatever else it says", async () => {
    const team = await makeConfigured();
    const file = await exported(team);
    const wrong = [
      file.slice(0, -4),
      file.replace(
        "access_rules:\n",
        "access_rules:\n  - project: Nowhere\n    access: read\n    groups: [Users]\n",
      ),
      file.replace("agent.a = 1", "agent {"),
    ];
    for (const text of wrong) {
      const written = await changesIn(team.workspaceId, async () => {
        expect(resultOf(await planFile(team.admin, { text })).kind).toBe("problems");
        expect(resultOf(await applyFile(team.admin, { text, fingerprint: "" })).kind).toBe("problems");
      });
      expect(written).toEqual([]);
    }
  });

  test("with a random fault is applied whole or changes nothing", async () => {
    const team = await makeConfigured();
    const file = await exported(team);
    const numbers = drawnNumbers(1);
    const draw = (bound: number) => Math.floor(numbers() * Math.max(bound, 1));
    const ends = { problems: 0, applied: 0, refused: 0 };
    for (let round = 0; round < 200; round += 1) {
      const text = mutated(file, draw);
      const planned = resultOf(await planFile(team.admin, { text }));
      const order = { text, fingerprint: planned.kind === "plan" ? planned.fingerprint : "" };
      const outcome = await applyFile(team.admin, order);
      if (outcome.ok && outcome.value.kind === "applied") {
        ends.applied += 1;
        expect(resultOf(await planFile(team.admin, { text }))).toMatchObject({ kind: "plan", lines: [] });
        resultOf(
          await applyFile(anyway(team.admin), { text: file, fingerprint: await fingerprint(team, file) }),
        );
      } else {
        ends[planned.kind === "problems" ? "problems" : "refused"] += 1;
      }
      expect(await exported(team)).toBe(file);
    }
    expect(ends.problems).toBeGreaterThan(50);
    expect(ends.applied).toBeGreaterThan(20);
  }, 120_000);

  test("finds nobody and nothing of another workspace", async () => {
    const team = await makeConfigured();
    const theirs = await makeTask(team.elsewhere, team.stranger);
    const text = `access_configuration: 1
access_rules:
  - task: Train
    resource_id: "${theirs}"
    access: read
    users: ["${team.stranger.email}"]
...
`;
    const planned = resultOf(await planFile(team.admin, { text }));
    expect(planned.kind === "problems" && planned.problems.map(({ line }) => line)).toEqual([4, 6]);
  });
});

describe("applying a file", () => {
  test("that would break a guard is refused with its name, or saved by an admin who says so", async () => {
    const team = await makeConfigured();
    const text = opened(await exported(team));
    const planned = resultOf(await planFile(team.admin, { text }));
    const guards = planned.kind === "plan" ? planned.guards.map(({ name }) => name) : [];
    expect(guards).toEqual(["Payroll stays closed"]);
    const order = { text, fingerprint: await fingerprint(team, text) };
    const written = await changesIn(team.workspaceId, async () => {
      expect(await applyFile(team.admin, order)).toMatchObject({ ok: false, refusal: { code: "guarded" } });
      const operator = { operator: true, workspaceId: team.workspaceId } as const;
      expect(await applyFile(operator, order)).toMatchObject({ ok: false, refusal: { code: "guarded" } });
    });
    expect(written).toEqual([]);
    expect(resultOf(await applyFile(anyway(team.admin), order))).toEqual({ kind: "applied", changes: 1 });
    const log = await readAuditLog(team.workspaceId);
    expect(log.map(({ event }) => event)).toContain("access_guard.overridden");
  });

  test("with a new guard that isn’t so is refused", async () => {
    const team = await makeConfigured();
    const file = await exported(team);
    const text = file.replace(
      "guards:\n",
      "guards:\n  - name: Always open\n    group: Contractors\n    can: read\n    project: Payroll\n",
    );
    const order = { text, fingerprint: await fingerprint(team, text) };
    expect(await applyFile(team.admin, order)).toMatchObject({
      ok: false,
      refusal: { code: "guarded", message: expect.stringContaining("Always open") },
    });
  });

  test("twice at once does it once: the second is shown what would still change", async () => {
    const team = await makeConfigured();
    const file = await exported(team);
    const one = file.replace("queue: gpu\n    access: modify", "queue: gpu\n    access: read");
    const other = file.replace(
      "all: app_categories\n    access: read",
      "all: app_categories\n    access: modify",
    );
    const orders = [
      { text: one, fingerprint: await fingerprint(team, one) },
      { text: other, fingerprint: await fingerprint(team, other) },
    ];
    const outcomes = await Promise.all(orders.map((order) => applyFile(team.admin, order)));
    const values = outcomes.map(resultOf);
    expect(values.map(({ kind }) => kind).sort()).toEqual(["applied", "stale"]);
    const stale = values.find(({ kind }) => kind === "stale");
    // The second file says nothing of what the first one changed, so it would undo that.
    expect(stale).toMatchObject({ planned: { kind: "plan", lines: [{}, {}] } });
    expect([one, other]).toContain(await exported(team));
  });

  test("is for a service account in Admins, and for no other", async () => {
    const team = await makeConfigured();
    for (const admin of [true, false]) {
      const { key } = await makeServiceAccount(team.place, { admin, name: `Robot ${admin}` });
      const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
      if ("problem" in caller) throw new Error(caller.problem);
      const actor = (await actorOf(caller))!;
      const granted = grant(actor, "access_configuration.manage");
      expect(granted !== undefined).toBe(admin);
      if (!granted) continue;
      const edited = (await exported(team)).replace("access: modify", "access: read");
      const order = { text: edited, fingerprint: await fingerprint({ admin: granted }, edited) };
      expect(resultOf(await applyFile(granted, order))).toMatchObject({ kind: "applied" });
    }
  });

  test("of 5,000 rules", async () => {
    const team = await makeConfigured();
    const { workspaceId, member, owner } = team;
    for (let at = 0; at < 50; at += 1) await makeProject(workspaceId, owner, null, `p${at}`);
    const rules = Array.from({ length: 5_000 }, (_, at) => {
      const named =
        at % 2 === 0 ? `    users:\n      - ${member.email}\n` : "    groups:\n      - Contractors\n";
      return `  - project: p${at % 50}\n    access: ${at % 3 === 0 ? "read" : "modify"}\n${named}`;
    });
    const text = `access_configuration: 1\naccess_rules:\n${rules.join("")}...\n`;
    let [longest, last] = [0, performance.now()];
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last - 5);
      last = performance.now();
    }, 5);
    const began = performance.now();
    const order = { text, fingerprint: await fingerprint(team, text) };
    const planned = performance.now();
    expect(resultOf(await applyFile(team.admin, order))).toEqual({ kind: "applied", changes: 5_002 });
    const appliedAt = performance.now();
    const file = await exported(team);
    clearInterval(watch);
    const ms = (from: number, to: number) => `${Math.round(to - from)} ms`;
    console.log(
      `5,000 rules: plan ${ms(began, planned)}, apply ${ms(planned, appliedAt)}, export ${ms(appliedAt, performance.now())}; longest wait ${Math.round(longest)} ms (read on the same thread)`,
    );
    expect(resultOf(await planFile(team.admin, { text: file }))).toMatchObject({ lines: [] });
  });
});

test("ids that are no workspace’s find nothing", async () => {
  const operator = { operator: true, workspaceId: newId<WorkspaceId>() } as const;
  expect(await exportConfiguration(operator, texts)).toMatchObject({ refusal: { code: "not_found" } });
});
