import { db } from "@/db/client";
import {
  type AskedSubject,
  findAsked,
  listNames,
  type NamedGroup,
  type NamedObject,
} from "@/db/reads/access-questions";
import type { AccessEngine } from "@/lib/core/access/engine";
import { typeName } from "@/lib/core/access/object-types";
import { type PathStep, pathOf } from "@/lib/core/access/questions/path";
import type { ExplainQuery } from "@/lib/core/access/questions/queries";
import type { RulePermission, RuleType } from "@/lib/core/access/rules/rule-names";
import type { Suggestion } from "@/lib/core/access/suggest";
import { type Action, everyAction } from "@/lib/core/access/types";
import { engineOfWorkspace } from "./caller-access";
import type { RuleManager } from "./rules";

export type { AskedSubject, NamedGroup, NamedObject };
export type AskedPrincipal = Extract<AskedSubject, { email: string | null }>;

/** The user for whom a service account would do it. */
export type AskedOwner = AskedPrincipal & { mayBeActedFor: boolean };

/** A rule as an explanation names it, with the member or groups through which it applies. */
export type ShownRule = { id: string; access: RulePermission; isDirect: boolean; groups: NamedGroup[] };

/** A place of the path with some of the rules that hold there. */
export type ShownStep = Pick<PathStep, "kind" | "gives" | "others"> & {
  /** Of a whole type, the object by which it applies. */
  place: NamedObject;
  rules: ShownRule[];
  hidden: number;
};
export type Power = "admins" | "queue_admins";

export type ShownSuggestion =
  | { kind: "rule"; target: NamedObject; access: RulePermission }
  | { kind: "raise"; id: string; wholeType: RuleType | null; at: NamedObject }
  | { kind: "join"; group: NamedGroup };

export type Explanation = {
  subject: AskedSubject;
  owner: AskedOwner | null;
  object: NamedObject;
  action: Action;
  allowed: boolean;
  /** From the object to the top, then whole types. */
  path: ShownStep[];
  /** The built-in groups that allow it without any rule. */
  powers: Power[];
  /** How many rules grant it, of how many that hold there. */
  giving: number;
  reaching: number;
  /** The most that is allowed. */
  explained: Action | null;
  allowedActions: Action[];
  isCreator: boolean;
  suggestions: ShownSuggestion[];
};

export type ExplainPage = {
  subject: AskedSubject | null;
  owner: AskedPrincipal | null;
  object: NamedObject | null;
  explanation: Explanation | null;
};

const mostRulesAtPlace = 10;

/** Why a member, or each member of a group by it, may or may not do something with an object, and what would let them. */
export async function explainAccess(
  actor: RuleManager,
  { subject: subjectId, object: objectId, can: action, owner: ownerId }: ExplainQuery,
): Promise<ExplainPage> {
  const { workspaceId } = actor;
  const [engine, asked, askedOwner] = await Promise.all([
    engineOfWorkspace(workspaceId),
    findAsked(workspaceId, { subjectId, objectId }, db()),
    ownerId === "" ? undefined : findAsked(workspaceId, { subjectId: ownerId, objectId: "" }, db()),
  ]);
  const { subject, object } = asked;
  const found = subject?.kind === "service_account" ? (askedOwner?.subject ?? null) : null;
  const owner = found === null || found.kind === "group" || found.id === subject?.id ? null : found;
  const key = subject && (subject.kind === "group" ? (subject.builtIn ?? subject.id) : subject.id);
  const overview = key === null ? undefined : engine.overview(key, owner?.id);
  if (!subject || !object || key === null || !overview) return { subject, owner, object, explanation: null };

  const reasonsFor = (each: Action) => overview.reasons(each, object.id);
  const allowedActions = everyAction.filter((each) => reasonsFor(each).length > 0);
  const allowed = allowedActions.includes(action);
  const most = (["modify", "read", "visible"] as const).find((each) => allowedActions.includes(each));
  const held = reasonsFor(allowedActions.includes("read") ? "read" : "visible");
  const suggestions = engine.suggest(key, action, object.id, owner?.id);
  const chain = engine.chainOf(object.id);
  const { rules } = engine;
  const path = pathOf({
    ...{ action, chain, reasons: held },
    findRule: (id) => rules.find(id),
    countAbout: (id) => rules.about(id).filter(({ type }) => typeName(type) === engine.typeOf(id)).length,
  });
  const names = await namesOf(actor, engine, { path, suggestions });
  return {
    subject,
    owner,
    object,
    explanation: {
      subject,
      owner: owner && { ...owner, mayBeActedFor: engine.people.mayActForOthers(key) },
      object,
      action,
      allowed,
      path: path.flatMap((step) => shownStep(step, engine, names)),
      powers: reasonsFor(action).flatMap((reason) => (reason.kind === "built_in" ? [reason.group] : [])),
      giving: reasonsFor(action).filter(({ kind }) => kind === "rule").length,
      reaching: held.filter(({ kind }) => kind === "rule").length,
      explained: allowed ? action : (most ?? null),
      allowedActions,
      isCreator: object.ownerId === subject.id,
      suggestions: suggestions.flatMap((suggestion) => shownSuggestion(suggestion, engine, names)),
    },
  };
}

type Names = { groups: ReadonlyMap<string, NamedGroup>; objects: ReadonlyMap<string, NamedObject> };
type Mentioned = { path: readonly PathStep[]; suggestions: readonly Suggestion[] };

async function namesOf(
  { workspaceId }: RuleManager,
  engine: AccessEngine,
  { path, suggestions }: Mentioned,
): Promise<Names> {
  const groups = new Set<string>();
  const objects = new Set(path.map(({ at }) => at));
  for (const { rules } of path) {
    for (const { through } of rules.slice(0, mostRulesAtPlace)) for (const id of through) groups.add(id);
  }
  for (const suggestion of suggestions) if (suggestion.kind === "join") groups.add(suggestion.group);
  const named = await listNames(
    workspaceId,
    {
      groups: [...groups],
      objects: [...objects].flatMap((id) => ({ id, type: engine.typeOf(id) ?? "" })),
    },
    db(),
  );
  return {
    groups: new Map(named.groups.map((group) => [group.builtIn ?? group.id, group])),
    objects: new Map(named.objects.map((object) => [object.id, object])),
  };
}

/** Nothing for what was deleted between the two reads. */
function shownStep(
  { at, kind, gives, others, rules }: PathStep,
  engine: AccessEngine,
  names: Names,
): ShownStep[] {
  const place = names.objects.get(at);
  if (!place) return [];
  const shown = rules.slice(0, mostRulesAtPlace).map(({ id, access, through }) => ({
    ...{ id, access },
    isDirect: Boolean(engine.rules.find(id)?.users.some((user) => through.includes(user))),
    groups: through.flatMap((key) => names.groups.get(key) ?? []),
  }));
  return [{ kind, place, gives, others, rules: shown, hidden: rules.length - shown.length }];
}

function shownSuggestion(suggestion: Suggestion, engine: AccessEngine, names: Names): ShownSuggestion[] {
  switch (suggestion.kind) {
    case "rule": {
      const target = names.objects.get(suggestion.target);
      return target ? [{ kind: "rule", target, access: suggestion.access }] : [];
    }
    case "raise": {
      const at = names.objects.get(suggestion.at);
      const isWhole = engine.rules.find(suggestion.rule)?.target === null;
      return at ? [{ kind: "raise", id: suggestion.rule, wholeType: isWhole ? at.type : null, at }] : [];
    }
    case "join": {
      const group = names.groups.get(suggestion.group);
      return group ? [{ kind: "join", group }] : [];
    }
  }
}
