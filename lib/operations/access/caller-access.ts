import { db, type Transaction } from "@/db/client";
import { findAccessVersion, lockAccessVersion, shareAccessVersion } from "@/db/reads/access-world";
import type { AccessEngine } from "@/lib/core/access/engine";
import type { ObjectType } from "@/lib/core/access/object-types";
import type { ListScope } from "@/lib/core/access/scope";
import type { Action } from "@/lib/core/access/types";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import type { ApiCaller } from "@/lib/server/api-caller";
import { engineStore } from "./engine-store";

/** Whom the access rules judge: a member, or a person whom a service account speaks for. */
export type AccessIdentity = {
  workspaceId: WorkspaceId;
  userId: UserId;
  impersonatedBy?: UserId | undefined;
};

/** What one identity may do, by a state that is no older than when its caller was authenticated. */
export class CallerAccess {
  private readonly principalId: string;
  private readonly onBehalfOf: string | undefined;

  constructor(
    private readonly engine: AccessEngine,
    { userId, impersonatedBy }: AccessIdentity,
  ) {
    this.principalId = impersonatedBy ?? userId;
    this.onBehalfOf = impersonatedBy ? userId : undefined;
  }

  may(action: Action, objectId: string): boolean {
    return this.engine.check(this.principalId, action, objectId, this.onBehalfOf);
  }

  /** The same for an id that is to be one of this type. */
  mayOf(type: ObjectType, action: Action, objectId: string): boolean {
    return this.engine.typeOf(objectId) === type && this.may(action, objectId);
  }

  /** Whether a member may, whoever calls. */
  memberMay(userId: UserId, action: Action, objectId: string): boolean {
    return this.engine.check(userId, action, objectId);
  }

  /** The project that an object is or lives in; of one that may not be read, nothing. */
  projectOf(objectId: string): string | undefined {
    return this.may("read", objectId) ? this.engine.projectOf(objectId) : undefined;
  }

  mayCreate(type: ObjectType, parentId: string | null): boolean {
    return this.engine.create(this.principalId, type, parentId, this.onBehalfOf);
  }

  isAdmin(): boolean {
    // Nobody else makes categories, whatever the rules say.
    return this.mayCreate("app_category", null);
  }

  mayMove(objectId: string, parentId: string | null): boolean {
    return this.engine.move(this.principalId, objectId, parentId, this.onBehalfOf);
  }

  /** For lists, which are cut in SQL. */
  scope(action: Action, type: ObjectType): ListScope {
    return this.engine.scope(this.principalId, action, type, this.onBehalfOf);
  }
}

/** For what a program reads: the version came with its authentication. */
export async function accessOfCaller(caller: ApiCaller): Promise<CallerAccess> {
  return new CallerAccess(await engineStore().find(caller.workspaceId, caller.accessVersion), caller);
}

/** For what a person reads. */
export async function accessOfActor(actor: Actor): Promise<CallerAccess> {
  return new CallerAccess(await engineOfWorkspace(actor.workspaceId), actor);
}

/** For questions about everybody, at the version of now. It changes under whoever waits in between. */
export async function engineOfWorkspace(workspaceId: WorkspaceId): Promise<AccessEngine> {
  return engineStore().find(workspaceId, await findAccessVersion(workspaceId, db()));
}

/** For a write that changes nothing that access depends on: nobody else changes it until the transaction ends. */
export async function accessIn(tx: Transaction, identity: AccessIdentity): Promise<CallerAccess> {
  const { workspaceId } = identity;
  return accessWithVersionIn(tx, identity, await shareAccessVersion(tx, workspaceId));
}

/** The same where the version is locked already. */
export async function accessWithVersionIn(
  tx: Transaction,
  identity: AccessIdentity,
  version: number,
): Promise<CallerAccess> {
  return new CallerAccess(await engineStore().findIn(tx, identity.workspaceId, version), identity);
}

/**
 * For a write that creates, moves or deletes resources, or changes rules: asked before the first of its changes, since
 * the answers know nothing of those.
 */
export async function accessForChangeIn(tx: Transaction, identity: AccessIdentity): Promise<CallerAccess> {
  const { workspaceId } = identity;
  const version = await lockAccessVersion(tx, workspaceId);
  return new CallerAccess(await engineStore().findIn(tx, workspaceId, version), identity);
}
