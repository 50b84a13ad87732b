/**
 * Where each table is stored when the database is distributed by workspace: split among the nodes, copied to every
 * node, or left on the coordinator. Tables of one workspace refer to each other and to the copied ones alone.
 */
export const distribution = {
  workspaceOwned: [
    "workspace_heads",
    "memberships",
    "groups",
    "group_members",
    "service_accounts",
    "invitations",
    "invitation_links",
    "invitation_budgets",
    "credential_uses",
    "revoked_tokens",
    "vaults",
    "vault_groups",
    "vault_revisions",
    "audit_events",
  ],
  reference: ["users", "workspaces", "api_credentials"],
  coordinator: [
    "account_heads",
    "user_preferences",
    "account_links",
    "sign_up_links",
    "account_identities",
    "second_factors",
    "recovery_codes",
    "sessions",
    "rate_limits",
    "known_browsers",
    "notifications",
    "mails",
    "refused_attempts",
    "installation",
    "installation_events",
  ],
} as const;
