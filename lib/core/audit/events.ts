/** Every kind of audit entry, with the sentence that the log shows for it. */
export const auditEvents = {
  "audit.sealed": "Audit log signing started",
  "secret_key.created": "Secret key created",
  "secret_key.retired": "Secret key retired",
  "account.created": "Account created",
  "account.removed": "Account removed",
  "account.renamed": "Name changed",
  "account.email_proven": "E-mail address proven",
  "account.email_rewritten": "E-mail address normalized",
  "account.password_changed": "Password changed",
  "account.password_reset": "Password reset",
  "account.password_link_made": "Password reset link created",
  "account.password_set": "Password set",
  "account.second_factor_on": "Two-factor authentication turned on",
  "account.second_factor_off": "Two-factor authentication turned off",
  "account.recovery_codes_made": "Recovery codes regenerated",
  "account.recovery_code_used": "Signed in with a recovery code",
  "account.second_factor_failed": "Sign-in stopped after wrong codes",
  "account.identity_connected": "Identity provider connected",
  "account.identity_disconnected": "Identity provider disconnected",
  "account.preferences_changed": "Preferences changed",
  "session.started": "Signed in",
  "session.refused": "Sign-ins refused",
  "session.ended": "Session ended",
  "session.switched": "Workspace switched",
  "invitation.created": "Invited",
  "invitation.link_copied": "Invitation link copied",
  "invitation.resent": "Invitation resent",
  "invitation.withdrawn": "Invitation withdrawn",
  "invitation.declined": "Invitation declined",
  "member.joined": "Joined the workspace",
  "member.removed": "Member removed",
  "member.made_admin": "Made an admin",
  "member.unmade_admin": "No longer an admin",
  "workspace.handed_over": "Workspace handed over",
  "member.left": "Left the workspace",
  "workspace.created": "Workspace created",
  "workspace.renamed": "Workspace renamed",
  "workspace.credentials_limited": "Maximum lifetime of API credentials changed",
  "group.created": "Group created",
  "group.edited": "Group edited",
  "group.deleted": "Group deleted",
  "group.members_added": "Members added to a group",
  "group.members_removed": "Members removed from a group",
  "service_account.created": "Service account created",
  "service_account.edited": "Service account edited",
  "service_account.deleted": "Service account deleted",
  "credentials.created": "API credentials created",
  "credentials.relabeled": "API credentials relabeled",
  "credentials.refused": "API credentials refused",
  "credentials.impersonated": "Impersonation token issued",
  "credentials.revoked": "API credentials revoked",
  "credentials.token_revoked": "Token revoked",
  "vault.edited": "Vault edited",
  "vault.restored": "Earlier text of a vault restored",
  "vault.activated": "Vault turned on",
  "vault.value_revealed": "Value of the effective configuration revealed",
  "vault.deactivated": "Vault turned off",
  "vault.deleted": "Vault deleted",
  "vault.unreadable": "Vault could not be read",
  "admin_vault.created": "Administrator vault created",
  "admin_vault.edited": "Administrator vault edited",
  "admin_vault.activated": "Administrator vault turned on",
  "admin_vault.deactivated": "Administrator vault turned off",
  "admin_vault.reordered": "Administrator vaults reordered",
  "admin_vault.deleted": "Administrator vault deleted",
  "admin_vault.unreadable": "Administrator vault could not be read",
} as const;

export type AuditEventName = keyof typeof auditEvents;

/** How the actor authenticated; `server` is for automatic changes by Steward. */
export type AuditVia = "session" | "credentials" | "operator" | "sign_in" | "server";

/** How an account was created: by a link, open sign-up, or the named identity provider. */
export type AccountOrigin =
  | {
      by:
        | "set_up_link"
        | "mailed_invitation"
        | "copied_invitation"
        | "mailed_sign_up"
        | "open_sign_up"
        | "demo";
    }
  | { by: "identity_provider"; provider: string };
