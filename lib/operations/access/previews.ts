import { db } from "@/db/client";
import { type GuardView, guardOf, listGuards } from "@/db/reads/access-guards";
import { findAccessVersion } from "@/db/reads/access-world";
import { listBuiltInKinds } from "@/db/reads/groups";
import { listMembersNamed, type MemberOption } from "@/db/reads/members";
import { findProjectIdsByName } from "@/db/reads/projects";
import { accessChangesOf } from "@/lib/core/access/configuration/plan-changes";
import type { AccessEngine } from "@/lib/core/access/engine";
import { wouldKeep } from "@/lib/core/access/guards/guard";
import type { Move } from "@/lib/core/access/move";
import { type Compared, compareInSteps } from "@/lib/core/access/previews/compare";
import { objectsText } from "@/lib/core/access/previews/crossings";
import {
  type AccessEffect,
  effectsOf,
  type OwnEffects,
  ownEffectsOf,
} from "@/lib/core/access/previews/effects";
import type {
  AccessPreviewRequest,
  PlannedChange,
  PreviewPageRequest,
} from "@/lib/core/access/previews/request";
import { commonObjects, type PreviewCounts } from "@/lib/core/access/previews/rows";
import { InvalidWorld } from "@/lib/core/access/types";
import type { RuleChange } from "@/lib/core/access/what-if";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import { ancestorNames, readProjectPath } from "@/lib/core/resources/project-path";
import { inTurns, type TurnOptions } from "@/lib/server/turns";
import { changedMeanwhile, makePlan } from "./configuration/plan";
import { engineStore } from "./engine-store";
import { type Marks, type PreviewEntry, pageOfRows } from "./preview-page";
import { comparisonKey, keepComparison, type NamedGuard } from "./recent-comparisons";
import type { RuleManager } from "./rules";

export type { PreviewEntry };

export type AccessPreview = {
  counts: PreviewCounts;
  /** What all of them gain or lose access to, where that is the same for all. */
  objects: string | null;
  page: Page<PreviewEntry>;
  /** The guards that it would break. */
  guards: BrokenGuard[];
};

export type BrokenGuard = Pick<GuardView, "name" | "text" | "createdAt"> & {
  /** Whom a rule that is being saved has to name as well to keep it. */
  missing: GuardView["principal"] | null;
};

/** For a rule that isn't there yet. */
const newRuleId = "new";

/** Who would gain and who would lose access by a change, as the workspace is now. Nothing is changed. */
export async function previewAccess(
  { workspaceId }: RuleManager,
  { change, page, within }: AccessPreviewRequest,
  how: TurnOptions = {},
): Promise<Outcome<AccessPreview>> {
  if (change.kind === "configuration_applied") {
    const outcome = await compareFile(workspaceId, change.text, how);
    if (!outcome.ok) return outcome;
    return done({
      ...(await previewOf(workspaceId, { ...outcome.value, marks: new Map() }, { page, within })),
      guards: [],
    });
  }
  const [version, kinds, views, planned] = await Promise.all([
    findAccessVersion(workspaceId, db()),
    listBuiltInKinds(workspaceId, db()),
    listGuards(workspaceId, db()),
    change.kind === "project_moved" ? moveOf(workspaceId, change) : change,
  ]);
  const engine = await engineStore().find(workspaceId, version);
  if (!planned || !isAbout(engine, planned)) return gone;
  const asked = "intoNew" in planned ? planned : changeOf(planned, kinds);
  const guards = views.map((view) => ({ ...guardOf(view), id: view.id }));
  const outcome = await keepComparison(comparisonKey(workspaceId, version, { asked, guards }), () =>
    compare(engine, asked, guards, { ...how, otherwise: gone }),
  );
  if (!outcome.ok) return outcome;
  const compared = outcome.value;
  const broken = new Set(compared.broken.map(({ id }) => id));
  return done({
    ...(await previewOf(workspaceId, { engine, compared, marks: marksOf(engine, asked) }, { page, within })),
    guards: views
      .filter(({ id }) => broken.has(id))
      .map((view) => ({
        ...{ name: view.name, text: view.text, createdAt: view.createdAt },
        missing:
          asked.kind === "rule_put" && wouldKeep(guardOf(view), asked.rule, engine) ? view.principal : null,
      })),
  });
}

const gone = refused("not_found", "What you are about to change no longer exists.");

type ComparedWith = { engine: AccessEngine; compared: Compared<NamedGuard> };

async function previewOf(
  workspaceId: WorkspaceId,
  { engine, compared: { rows, counts }, marks }: ComparedWith & { marks: Marks },
  asked: PreviewPageRequest,
): Promise<Omit<AccessPreview, "guards">> {
  const objects = commonObjects(rows);
  return {
    counts,
    objects: objects && objectsText(objects),
    page: await pageOfRows(workspaceId, engine, { rows, marks }, asked),
  };
}

/** Whom the edit of a rule names that it didn't name before, and whom it names no more. */
function marksOf(engine: AccessEngine, change: RuleChange | Move): Marks {
  const was = change.kind === "rule_put" ? engine.rules.find(change.rule.id) : undefined;
  if (change.kind !== "rule_put" || !was) return new Map();
  const [before, after] = [was, change.rule].map(({ users, groups }) => new Set([...users, ...groups]));
  return new Map([
    ...[...after!].flatMap((key) => (before!.has(key) ? [] : [[key, "added"] as const])),
    ...[...before!].flatMap((key) => (after!.has(key) ? [] : [[key, "removed"] as const])),
  ]);
}

/** What applying a file would do: in short, and a page of what each of those concerned gains and loses. */
export type FilePreview = { effects: AccessEffect[]; page: Page<MemberOption & OwnEffects> };

const peoplePerPage = 10;

export async function previewFile(
  workspaceId: WorkspaceId,
  text: string,
  page: number,
): Promise<Outcome<FilePreview>> {
  const outcome = await compareFile(workspaceId, text);
  if (!outcome.ok) return outcome;
  const { differences } = outcome.value.compared;
  const byId = new Map(differences.map((difference) => [difference.principal, difference]));
  const bounds = pageOf(byId.size, page, peoplePerPage);
  const members = byId.size > 0 ? await listMembersNamed(workspaceId, [...byId.keys()], bounds) : [];
  const rows = members.map((member) => ({ ...member, ...ownEffectsOf(byId.get(member.id)!) }));
  return done({ effects: effectsOf(differences), page: { ...bounds, rows } });
}

/** The file is read once for all pages that are asked for in a row. Its plan names the guards that it would break. */
async function compareFile(
  workspaceId: WorkspaceId,
  text: string,
  how: TurnOptions = {},
): Promise<Outcome<ComparedWith>> {
  const version = await findAccessVersion(workspaceId, db());
  const engine = await engineStore().find(workspaceId, version);
  const outcome = await keepComparison(comparisonKey(workspaceId, version, { text }), async () => {
    const planned = await makePlan(workspaceId, text);
    if (!planned.ok) return planned;
    if ("problems" in planned.value) return refused("invalid", "The file has errors.");
    const { plan, facts } = planned.value;
    return compare(engine, accessChangesOf(plan, facts), [], { ...how, otherwise: changedMeanwhile });
  });
  return outcome.ok ? done({ engine, compared: outcome.value }) : outcome;
}

type SingleChange = Exclude<PlannedChange, { kind: "configuration_applied" }>;

/** Whether the rule and the object that the change names are there. */
function isAbout(engine: AccessEngine, change: SingleChange | Move): boolean {
  if (change.kind !== "rule_saved" && change.kind !== "rule_deleted") return true;
  if (change.ruleId !== null && !engine.rules.find(change.ruleId)) return false;
  if (change.kind === "rule_deleted" || change.rule.targetId === null) return true;
  return engine.typeOf(change.rule.targetId) === change.rule.type;
}

/** Refused with `otherwise` where the change can't be made in the workspace as it is. */
async function compare(
  engine: AccessEngine,
  change: RuleChange | Move | readonly RuleChange[],
  guards: readonly NamedGuard[],
  { otherwise, ...how }: TurnOptions & { otherwise: Outcome<never> },
): Promise<Outcome<Compared<NamedGuard>>> {
  try {
    return done(await inTurns(compareInSteps(engine, change, guards), how));
  } catch (error) {
    if (error instanceof InvalidWorld) return otherwise;
    throw error;
  }
}

/** Nothing where no project can have the location as its path. Projects on the way may have to be made first. */
async function moveOf(
  workspaceId: WorkspaceId,
  { projectId, location }: { projectId: string; location: string },
): Promise<Move | undefined> {
  const move = { kind: "object_moved", objectId: projectId } as const;
  if (location.split("/").every((part) => part.trim() === "")) {
    return { ...move, parentId: null, intoNew: false };
  }
  const path = readProjectPath(location);
  if (!path.ok) return undefined;
  const names = [...ancestorNames(path.value), path.value.name];
  const known = await findProjectIdsByName(workspaceId, names, db());
  const innermost = names.findLast((name) => known.has(name));
  return {
    ...move,
    parentId: innermost === undefined ? null : (known.get(innermost) ?? null),
    intoNew: innermost !== path.value.name,
  };
}

/** The engine knows built-in groups by their kind. */
function changeOf(
  change: Exclude<SingleChange, { kind: "project_moved" }>,
  kinds: ReadonlyMap<string, string>,
): RuleChange | Move {
  const known = (groupId: string) => kinds.get(groupId) ?? groupId;
  switch (change.kind) {
    case "rule_saved": {
      const { type, targetId, access, userIds, groupIds } = change.rule;
      const id = change.ruleId ?? newRuleId;
      const groups = groupIds.map(known);
      return { kind: "rule_put", rule: { id, type, target: targetId, access, users: userIds, groups } };
    }
    case "rule_deleted":
      return { kind: "rule_removed", id: change.ruleId };
    case "members_added":
      return { kind: "members_added", groupId: known(change.groupId), userIds: change.userIds };
    case "member_removed":
      return { kind: "member_removed", groupId: known(change.groupId), userId: change.userId };
    case "group_deleted":
      return { kind: "group_removed", id: known(change.groupId) };
    case "user_removed":
      return { kind: "principal_removed", id: change.userId };
    case "object_moved":
      return { kind: "object_moved", objectId: change.objectId, parentId: change.projectId, intoNew: false };
  }
}
