import type { UserId, WorkspaceId } from "../identifiers";
import { allows, allowsAdminAccount, type Permission } from "./permissions";
import type { Role } from "./role";

/** Whoever asks for something, in the one workspace that the request is about. */
export type Actor = {
  userId: UserId;
  name: string;
  email: string | null;
  workspaceId: WorkspaceId;
  workspaceName: string;
  role: Role;
  via: { by: "session"; sessionId: string } | { by: "credentials"; accessKey: string };
  ip: string | null;
  /** A service account that is in the group Admins. */
  isAdminAccount?: true;
  /** The service account that runs a task as this person. */
  impersonatedBy?: UserId;
  /** Somebody who was told which guards a change breaks asked for it all the same. */
  savesAnyway?: true;
};

declare const granted: unique symbol;
/** An actor whose permission was checked; only `grant` makes one, so an unchecked call does not compile. */
export type ActorWith<P extends Permission> = Actor & { readonly [granted]: P };

export function grant<P extends Permission>(actor: Actor, permission: P): ActorWith<P> | undefined {
  const isAllowed =
    allows(actor.role, permission) || (actor.isAdminAccount === true && allowsAdminAccount(permission));
  return isAllowed ? (actor as ActorWith<P>) : undefined;
}
