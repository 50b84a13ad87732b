import { listObjectIds } from "@/db/reads/object-ids";
import { mayAskDecisions } from "@/db/reads/service-accounts";
import { decide, findActions, findSubjects, isSubject, reasonsOf } from "@/lib/core/access/decisions/decide";
import { actionMeant, type DecisionNames, typeMeant } from "@/lib/core/access/decisions/names";
import {
  type ActionSearch,
  type BatchSemantic,
  type Evaluation,
  endsBatch,
  type ResourceSearch,
  type SubjectSearch,
} from "@/lib/core/access/decisions/request";
import type { AccessEngine } from "@/lib/core/access/engine";
import { findTypeCode, typeName } from "@/lib/core/access/object-types";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { isAdministrator } from "@/lib/core/workspace/role";
import { type ApiCaller, actorOf } from "@/lib/server/api-caller";
import { settings } from "@/lib/server/env";
import { Turn } from "@/lib/server/turn";
import { engineStore } from "./engine-store";

export type Decision = { decision: boolean; reasons?: string[] };
/** `next` is where the next page begins; nothing on the last one. */
export type Found = { values: string[]; next: string | undefined };

type Bounds = { after: string; limit: number };

/** Answers of one workspace's access rules to a program that may ask for those of everybody. */
export class Decisions {
  private readonly names: DecisionNames = settings().decisionNames;

  constructor(
    private readonly workspaceId: WorkspaceId,
    private readonly engine: AccessEngine,
    /** Which rules there are is for admins to know. */
    private readonly tellsReasons: boolean,
  ) {}

  evaluate(asked: Evaluation): Decision {
    const decision = decide(this.engine, this.names, asked);
    return this.tellsReasons
      ? { decision, reasons: reasonsOf(this.engine, this.names, asked) }
      : { decision };
  }

  /** In the order asked, up to the one that decides; an item that can't be read is a problem and no. */
  async evaluateEach<Problem extends { decision: false }>(
    items: readonly (Evaluation | Problem)[],
    semantic: BatchSemantic,
  ): Promise<(Decision | Problem)[]> {
    const answers: (Decision | Problem)[] = [];
    const turn = new Turn();
    for (const item of items) {
      const answer = "decision" in item ? item : this.evaluate(item);
      answers.push(answer);
      if (endsBatch(semantic, answer.decision)) break;
      if (turn.isOver()) await turn.next();
    }
    return answers;
  }

  findSubjects(asked: SubjectSearch, bounds: Bounds): Found {
    return pageOf(findSubjects(this.engine, this.names, asked), bounds);
  }

  findActions(asked: ActionSearch, bounds: Bounds): Found {
    return pageOf(findActions(this.engine, this.names, asked).sort(), bounds);
  }

  async findResources(asked: ResourceSearch, { after, limit }: Bounds): Promise<Found> {
    const { subject, action, resource } = asked;
    const code = findTypeCode(typeMeant(this.names, resource.type));
    if (code === undefined || !isSubject(this.engine, subject)) return { values: [], next: undefined };
    const type = typeName(code);
    const scope = this.engine.scope(
      subject.id,
      actionMeant(this.names, action.name),
      type,
      subject.properties?.on_behalf_of,
    );
    const ids = await listObjectIds(this.workspaceId, type, scope, { after, limit: limit + 1 });
    return firstOf(ids, limit);
  }
}

/** Nothing for a caller who may not ask: admins may, and service accounts that an admin allowed to. */
export async function decisionsFor(caller: ApiCaller): Promise<Decisions | undefined> {
  const { workspaceId, userId, accessVersion } = caller;
  const actor = caller.impersonatedBy ? undefined : await actorOf(caller);
  if (!actor) return undefined;
  const isAdmin = isAdministrator(actor.role);
  const mayAsk =
    isAdmin || (actor.role === "service_account" && (await mayAskDecisions(workspaceId, userId)));
  if (!mayAsk) return undefined;
  return new Decisions(workspaceId, await engineStore().find(workspaceId, accessVersion), isAdmin);
}

function pageOf(sorted: readonly string[], { after, limit }: Bounds): Found {
  return firstOf(after === "" ? sorted : sorted.filter((value) => value > after), limit);
}

function firstOf(values: readonly string[], limit: number): Found {
  const shown = values.slice(0, limit);
  return { values: shown, next: values.length > limit ? shown.at(-1) : undefined };
}
