/** Every kind of audit entry, with the sentence that the log shows for it. */
export const auditEvents = {
  "account.created": "Account created",
  "account.removed": "Account removed",
  "account.renamed": "Name changed",
  "account.email_proven": "E-mail address proven",
  "account.password_changed": "Password changed",
  "account.password_reset": "Password reset",
  "account.password_link_made": "Password reset link made",
  "account.preferences_changed": "Preferences changed",
  "session.started": "Signed in",
  "session.ended": "Session ended",
  "session.switched": "Workspace opened",
  "member.left": "Left the workspace",
  "workspace.created": "Workspace created",
  "workspace.renamed": "Workspace renamed",
  "credentials.created": "API credentials created",
  "credentials.relabeled": "API credentials relabeled",
  "credentials.revoked": "API credentials revoked",
  "vault.edited": "Vault edited",
  "vault.activated": "Vault turned on",
  "vault.deactivated": "Vault turned off",
} as const;

export type AuditEventName = keyof typeof auditEvents;
