/**
 * Whether this is somebody's own personal workspace. Being in one proves nothing: people are invited to each other's.
 */
export function isOwnPersonal(
  workspace: { isPersonal: boolean; ownerUserId: string },
  userId: string,
): boolean {
  return workspace.isPersonal && workspace.ownerUserId === userId;
}
