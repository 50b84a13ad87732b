import type { AccessEngine } from "../engine";
import { type Action, everyAction, type Principal } from "../types";
import { actionMeant, type DecisionNames, namesOfAction, typeMeant } from "./names";
import type { ActionSearch, Evaluation, SubjectSearch } from "./request";

const kinds: ReadonlyMap<string, Principal["kind"]> = new Map([
  ["user", "user"],
  ["service_account", "service"],
]);

type Asked = Pick<Evaluation, "subject" | "resource">;

/** Ids belong to a type: one that is named with another type is unknown. */
function isKnown(engine: AccessEngine, names: DecisionNames, { subject, resource }: Asked): boolean {
  return isSubject(engine, subject) && engine.typeOf(resource.id) === typeMeant(names, resource.type);
}

export function isSubject(engine: AccessEngine, { type, id }: { type: string; id: string }): boolean {
  const kind = kinds.get(type);
  return kind !== undefined && engine.people.find(id)?.kind === kind;
}

export function decide(engine: AccessEngine, names: DecisionNames, asked: Evaluation): boolean {
  const { subject, action, resource } = asked;
  return (
    isKnown(engine, names, asked) &&
    engine.check(subject.id, actionMeant(names, action.name), resource.id, subject.properties?.on_behalf_of)
  );
}

/** Every rule and built-in group that permits it. */
export function reasonsOf(engine: AccessEngine, names: DecisionNames, asked: Evaluation): string[] {
  const { subject, action, resource } = asked;
  if (!isKnown(engine, names, asked)) return [];
  const meant = actionMeant(names, action.name);
  return engine.explain(subject.id, meant, resource.id, subject.properties?.on_behalf_of);
}

/** The ids of the subjects of a type who may do it, in the order of their ids. */
export function findSubjects(engine: AccessEngine, names: DecisionNames, asked: SubjectSearch): string[] {
  const { subject, action, resource } = asked;
  const kind = kinds.get(subject.type);
  if (kind === undefined || engine.typeOf(resource.id) !== typeMeant(names, resource.type)) return [];
  return engine
    .who(actionMeant(names, action.name), resource.id)
    .filter((id) => engine.people.find(id)?.kind === kind)
    .sort();
}

export function findActions(engine: AccessEngine, names: DecisionNames, asked: ActionSearch): string[] {
  const { subject, resource } = asked;
  if (!isKnown(engine, names, asked)) return [];
  const may = (action: Action) =>
    engine.check(subject.id, action, resource.id, subject.properties?.on_behalf_of);
  return everyAction.filter(may).flatMap((action) => namesOfAction(names, action));
}
