import { db } from "@/db/client";
import { guardOf, listGuards } from "@/db/reads/access-guards";
import { findAccessVersion } from "@/db/reads/access-world";
import { listBuiltInKinds } from "@/db/reads/groups";
import { listMembersNamed, type MemberOption } from "@/db/reads/members";
import { findProjectIdsByName } from "@/db/reads/projects";
import { accessChangesOf } from "@/lib/core/access/configuration/plan-changes";
import type { AccessDifference } from "@/lib/core/access/diff";
import type { AccessEngine } from "@/lib/core/access/engine";
import type { Guard } from "@/lib/core/access/guards/guard";
import type { Move } from "@/lib/core/access/move";
import { type Compared, compareInSteps } from "@/lib/core/access/previews/compare";
import {
  type AccessEffect,
  effectsOf,
  type OwnEffects,
  ownEffectsOf,
} from "@/lib/core/access/previews/effects";
import type { AccessPreviewRequest, PlannedChange } from "@/lib/core/access/previews/request";
import { InvalidWorld } from "@/lib/core/access/types";
import type { RuleChange } from "@/lib/core/access/what-if";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type Page, pageOf } from "@/lib/core/page";
import { ancestorNames, readProjectPath } from "@/lib/core/resources/project-path";
import { inTurns, type TurnOptions } from "@/lib/server/turns";
import { engineOfWorkspace } from "./caller-access";
import { changedMeanwhile, makePlan } from "./configuration/plan";
import { engineStore } from "./engine-store";
import type { RuleManager } from "./rules";

export type AccessPreview = {
  effects: AccessEffect[];
  /** Those who gain or lose access, by name. */
  page: Page<MemberOption & OwnEffects>;
  /** The guards that it would break. */
  guards: { name: string; text: string }[];
};

const perPage = 10;
/** For a rule that isn't there yet. */
const newRuleId = "new";

/** Who would gain and who would lose access by a change, as the workspace is now. Nothing is changed. */
export async function previewAccess(
  { workspaceId }: RuleManager,
  { change, page }: AccessPreviewRequest,
  how: TurnOptions = {},
): Promise<Outcome<AccessPreview>> {
  if (change.kind === "configuration_applied") return previewFile(workspaceId, change.text, page, how);
  const [version, kinds, views, planned] = await Promise.all([
    findAccessVersion(workspaceId, db()),
    listBuiltInKinds(workspaceId, db()),
    listGuards(workspaceId, db()),
    change.kind === "project_moved" ? moveOf(workspaceId, change) : change,
  ]);
  const engine = await engineStore().find(workspaceId, version);
  const guards = views.map((view) => ({ ...guardOf(view), name: view.name, text: view.text }));
  const compared =
    planned && isAbout(engine, planned)
      ? await compare(engine, "intoNew" in planned ? planned : changeOf(planned, kinds), guards, how)
      : undefined;
  if (!compared) return refused("not_found", "What you are about to change no longer exists.");
  const { differences, broken } = compared;
  return done({
    ...(await pageOfDifferences(workspaceId, differences, page)),
    guards: broken.map(({ name, text }) => ({ name, text })),
  });
}

async function pageOfDifferences(
  workspaceId: WorkspaceId,
  differences: readonly AccessDifference[],
  page: number,
): Promise<Omit<AccessPreview, "guards">> {
  const byId = new Map(differences.map((difference) => [difference.principal, difference]));
  const bounds = pageOf(byId.size, page, perPage);
  const members = byId.size > 0 ? await listMembersNamed(workspaceId, [...byId.keys()], bounds) : [];
  const rows = members.map((member) => ({ ...member, ...ownEffectsOf(byId.get(member.id)!) }));
  return { effects: effectsOf(differences), page: { ...bounds, rows } };
}

/** What applying a file would do. Its plan names the guards. */
export async function previewFile(
  workspaceId: WorkspaceId,
  text: string,
  page: number,
  how: TurnOptions = {},
): Promise<Outcome<AccessPreview>> {
  const outcome = await makePlan(workspaceId, text);
  if (!outcome.ok) return outcome;
  if ("problems" in outcome.value) return refused("invalid", "The file has errors.");
  const { plan, facts } = outcome.value;
  const engine = await engineOfWorkspace(workspaceId);
  const compared = await compare(engine, accessChangesOf(plan, facts), [], how);
  if (!compared) return changedMeanwhile;
  return done({ ...(await pageOfDifferences(workspaceId, compared.differences, page)), guards: [] });
}

type SingleChange = Exclude<PlannedChange, { kind: "configuration_applied" }>;

/** Whether the object that the change names is there. */
function isAbout(engine: AccessEngine, change: SingleChange | Move): boolean {
  if (change.kind !== "rule_saved" || change.rule.targetId === null) return true;
  return engine.typeOf(change.rule.targetId) === change.rule.type;
}

/** Nothing where the change can't be made in the workspace as it is. */
async function compare<G extends Guard>(
  engine: AccessEngine,
  change: RuleChange | Move | readonly RuleChange[],
  guards: readonly G[],
  how: TurnOptions,
): Promise<Compared<G> | undefined> {
  try {
    return await inTurns(compareInSteps(engine, change, guards), how);
  } catch (error) {
    if (error instanceof InvalidWorld) return undefined;
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
