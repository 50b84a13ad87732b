import { db } from "@/db/client";
import {
  type AskedSubject,
  findAsked,
  listNames,
  type NamedGroup,
  type NamedObject,
} from "@/db/reads/access-questions";
import type { AccessEngine } from "@/lib/core/access/engine";
import type { Reason } from "@/lib/core/access/explain";
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

/** A rule as an explanation names it: what it is about, and the member or groups through which it applies. */
export type ShownRule = {
  kind: "rule";
  id: string;
  access: RulePermission;
  /** Set for a rule on all of a type. */
  wholeType: RuleType | null;
  /** The object by which it applies. */
  at: NamedObject;
  isDirect: boolean;
  groups: NamedGroup[];
};
export type ShownReason = ShownRule | { kind: "built_in"; group: "admins" | "queue_admins" };

export type ShownSuggestion =
  | { kind: "rule"; target: NamedObject; access: RulePermission }
  | { kind: "raise"; id: string; wholeType: RuleType | null; at: NamedObject }
  | { kind: "join"; group: NamedGroup };

export type Explanation = {
  subject: AskedSubject;
  owner: AskedOwner | null;
  object: NamedObject;
  /** From the top to the one that the object is in. */
  projects: NamedObject[];
  action: Action;
  allowed: boolean;
  /** Of the action; where nothing allows it, of the most that the subject may do. */
  reasons: ShownReason[];
  reasonCount: number;
  /** What the reasons allow: nothing where there are none. */
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

const mostReasons = 50;

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
  const explained = allowed
    ? action
    : ((["modify", "read", "visible"] as const).find((each) => allowedActions.includes(each)) ?? null);
  const all = explained ? reasonsFor(explained) : [];
  const reasons = all.slice(0, mostReasons);
  const suggestions = engine.suggest(key, action, object.id, owner?.id);
  const chain = engine.chainOf(object.id);
  const names = await namesOf(actor, engine, { reasons, suggestions, chain });
  return {
    subject,
    owner,
    object,
    explanation: {
      subject,
      owner: owner && { ...owner, mayBeActedFor: engine.people.mayActForOthers(key) },
      object,
      projects: chain
        .slice(1)
        .reverse()
        .flatMap((id) => names.objects.get(id) ?? []),
      action,
      allowed,
      reasons: reasons.flatMap((reason) => shownReason(reason, engine, names)),
      reasonCount: all.length,
      explained,
      allowedActions,
      isCreator: object.ownerId === subject.id,
      suggestions: suggestions.flatMap((suggestion) => shownSuggestion(suggestion, engine, names)),
    },
  };
}

type Names = { groups: ReadonlyMap<string, NamedGroup>; objects: ReadonlyMap<string, NamedObject> };
type Mentioned = { reasons: readonly Reason[]; suggestions: readonly Suggestion[]; chain: readonly string[] };

async function namesOf(
  { workspaceId }: RuleManager,
  engine: AccessEngine,
  { reasons, suggestions, chain }: Mentioned,
): Promise<Names> {
  const groups = new Set<string>();
  const objects = new Set(chain);
  for (const reason of reasons) {
    if (reason.kind !== "rule") continue;
    objects.add(reason.at);
    for (const id of reason.through) groups.add(id);
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
function shownReason(reason: Reason, engine: AccessEngine, names: Names): ShownReason[] {
  if (reason.kind === "built_in") return [reason];
  const rule = engine.rules.find(reason.rule);
  const at = names.objects.get(reason.at);
  if (!rule || !at) return [];
  const groups = reason.through.flatMap((key) => names.groups.get(key) ?? []);
  return [
    {
      kind: "rule",
      id: rule.id,
      access: rule.givesModify ? "modify" : "read",
      wholeType: rule.target === null ? at.type : null,
      at,
      isDirect: rule.users.some((id) => reason.through.includes(id)),
      groups,
    },
  ];
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
