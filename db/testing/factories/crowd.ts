import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Sql } from "../../client";

export const crowdSize = {
  people: 100_000,
  teams: 40,
  /** In the laboratory, and in each of the other teams. */
  members: [5_000, 1_000],
  groups: [300, 30],
  serviceAccounts: [200, 100],
  invitations: [1_000, 100],
  vaults: [200, 50],
  auditEvents: [20_000, 200],
} as const;

export type Crowd = {
  workspaceId: WorkspaceId;
  ownerId: UserId;
  /** Of no team, like nine in ten. */
  strangerId: UserId;
  /** Of two thousand members; the other groups have forty. */
  largeGroupId: string;
  serviceAccountId: UserId;
  adminVaultId: string;
  accessKey: string;
  sessionId: string;
};

const firstNames =
  "Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy Ivan Joan Katherine Leslie Margaret";
const lastNames =
  "Allen Bartik Church Clarke Dijkstra Hamilton Hopper Johnson Knuth Lamport Lovelace Shannon Turing";

/**
 * A hundred thousand people with their own workspaces, a laboratory of five thousand of them and forty smaller
 * teams. Everything is numbered; an id is the digest of what it numbers.
 */
export async function insertCrowd(sql: Sql, tag = "crowd"): Promise<Crowd> {
  const { people, teams } = crowdSize;
  const id = (kind: string, ...numbers: string[]) =>
    `md5(${[`'${tag} ${kind}'`, ...numbers.map((number) => `(${number})::text`)].join(" || ' ' || ")})`;
  const sized = (size: readonly [number, number]) => `case when w = 0 then ${size[0]} else ${size[1]} end`;
  const everyTeam = `generate_series(0, ${teams}) w`;
  const inTeams = (size: readonly [number, number]) =>
    `${everyTeam} cross join lateral generate_series(1, ${sized(size)}) k`;
  const member = id("user", `(w * 2000 + k - 1) % ${people} + 1`);
  const named = (words: string, number: string) =>
    `(string_to_array('${words}', ' '))[1 + (${number}) % ${words.split(" ").length}]`;
  const builtIn = "unnest(array['users', 'admins', 'queue_admins', 'service_accounts']) built";
  const ago = (hours: string) => `now() - (${hours}) * interval '1 hour'`;

  const statements = [
    `insert into users (id, kind, name, email, email_proven_at, created_at)
      select ${id("user", "n")}, 'person', ${named(firstNames, "n")} || ' ' || ${named(lastNames, "n / 14")},
        'person' || n || '@' || '${tag.replace(/\W/g, "")}' || '.example', ${ago("n")}, ${ago("n")}
      from generate_series(1, ${people}) n`,
    `insert into users (id, kind, name, created_at)
      select ${id("robot", "w", "k")}, 'service_account', 'Worker ' || k, ${ago("k")}
      from ${inTeams(crowdSize.serviceAccounts)}`,
    `insert into workspaces (id, name, owner_user_id, is_personal, created_at)
      select ${id("home", "n")}, 'Workspace ' || n, ${id("user", "n")}, true, ${ago("n")}
      from generate_series(1, ${people}) n
      union all
      select ${id("team", "w")}, 'Team ' || w, ${id("user", "w * 2000 + 1")}, false, ${ago("w")} from ${everyTeam}`,
    `insert into workspace_heads (workspace_id, audit_number, audit_hash)
      select id, 0, '' from workspaces
      where not exists (select 1 from workspace_heads h where h.workspace_id = workspaces.id)`,
    `insert into access_heads (workspace_id, version)
      select id, 0 from workspaces
      where not exists (select 1 from access_heads h where h.workspace_id = workspaces.id)`,
    `insert into memberships (workspace_id, user_id, joined_at, kind, name, email,
        last_sign_in_at, last_sign_in_provider, last_active_at)
      select of.workspace_id, u.id, ${ago("of.number")}, u.kind, u.name, u.email,
        case when of.number % 10 > 0 then ${ago("of.number * 7 % 5000")} end,
        case when of.number % 10 > 0 then 'password' end,
        case when of.number % 5 > 0 then ${ago("of.number * 11 % 5000")} end
      from (
        select ${id("home", "n")} as workspace_id, ${id("user", "n")} as user_id, n as number
        from generate_series(1, ${people}) n
        union all
        select ${id("team", "w")}, ${member}, k from ${inTeams(crowdSize.members)}
        union all
        select ${id("team", "w")}, ${id("robot", "w", "k")}, k from ${inTeams(crowdSize.serviceAccounts)}
      ) of
      join users u on u.id = of.user_id`,
    `insert into service_accounts (workspace_id, user_id, may_impersonate, created_at)
      select ${id("team", "w")}, ${id("robot", "w", "k")}, false, ${ago("k")} from ${inTeams(crowdSize.serviceAccounts)}`,
    `insert into groups (workspace_id, id, name, description, built_in, created_at)
      select ${id("home", "n")}, ${id("home group", "n", "built")}, initcap(replace(built, '_', ' ')), '', built, now()
      from generate_series(1, ${people}) n cross join ${builtIn}
      union all
      select ${id("team", "w")}, ${id("built in", "w", "built")}, initcap(replace(built, '_', ' ')), '', built, now()
      from ${everyTeam} cross join ${builtIn}
      union all
      select ${id("team", "w")}, ${id("group", "w", "k")}, 'Group ' || k, 'Works on ' || md5(k::text), null, ${ago("k")}
      from ${inTeams(crowdSize.groups)}`,
    `insert into group_members (workspace_id, group_id, user_id, added_at)
      select ${id("home", "n")}, ${id("home group", "n", "'admins'")}, ${id("user", "n")}, now()
      from generate_series(1, ${people}) n
      union all
      select ${id("team", "w")}, ${id("built in", "w", "'admins'")}, ${id("user", "w * 2000 + 1")}, now()
      from ${everyTeam}
      union all
      select ${id("team", "w")}, ${id("group", "w", "g")},
        ${id("user", `(w * 2000 + (g * 37 + k * 13) % (${sized(crowdSize.members)})) % ${people} + 1`)}, ${ago("k")}
      from ${everyTeam} cross join lateral generate_series(1, ${sized(crowdSize.groups)}) g
      cross join lateral generate_series(1, case when w = 0 and g = 1 then 2000 else 40 end) k`,
    `insert into vaults (workspace_id, id, scope, type, name, position, enabled, revision, created_at, updated_at)
      select ${id("team", "w")}, ${id("vault", "w", "k")}, 'group', 'config', 'Vault ' || k, k, k % 5 > 0, 1,
        ${ago("k")}, ${ago("k * 7 % 300")}
      from ${inTeams(crowdSize.vaults)}`,
    `insert into vault_revisions (workspace_id, vault_id, number, format, sealed_text, line_count, byte_count,
        author_user_id, author_name, created_at)
      select workspace_id, id, 1, 'hocon', 'sealed', 1, 5, '', 'Ada Lovelace', created_at
      from vaults on conflict do nothing`,
    `insert into vault_groups (workspace_id, vault_id, group_id)
      select ${id("team", "w")}, ${id("vault", "w", "k")}, ${id("group", "w", `(k - 1) % (${sized(crowdSize.groups)}) + 1`)}
      from ${inTeams(crowdSize.vaults)}
      union all
      select ${id("team", "w")}, ${id("vault", "w", "1")}, ${id("built in", "w", "'users'")} from ${everyTeam}`,
    `insert into audit_events (workspace_id, number, at, event, actor_user_id, actor_name, via, target_id,
        target_name, previous_hash, hash)
      select ${id("team", "w")}, k, ${ago("20000 - k")},
        case when k % 20 = 0 then 'admin_vault.edited' else 'session.started' end, ${id("user", "w * 2000 + 1")},
        'Ada Lovelace', 'session', ${id("vault", "w", "k % 7 + 1")}, 'Vault', '', ''
      from ${inTeams(crowdSize.auditEvents)}`,
    `insert into invitations (workspace_id, id, email, status, invited_by_user_id, invited_by_name,
        created_at, expires_at, settled_at)
      select ${id("team", "w")}, ${id("invitation", "w", "k")}, 'guest' || k || '@example.org',
        case when k % 2 = 0 then 'pending' else 'accepted' end, ${id("user", "w * 2000 + 1")}, 'Ada Lovelace',
        ${ago("k")}, now() + interval '7 days', case when k % 2 = 1 then now() end
      from ${inTeams(crowdSize.invitations)}`,
    `insert into mails (id, workspace_id, invitation_id, kind, recipient, status, attempts,
        next_attempt_at, created_at, settled_at)
      select ${id("mail", "w", "k")}, ${id("team", "w")}, ${id("invitation", "w", "k")}, 'invitation',
        'guest' || k || '@example.org', 'sent', 1, now(), now(), now()
      from ${inTeams(crowdSize.invitations)}`,
    `insert into api_credentials (access_key, workspace_id, user_id, label, secret_hash, created_at)
      select upper(substr(${id("key", "workspace_id", "user_id", "k")}, 1, 20)), workspace_id, user_id,
        'laptop ' || k, md5(user_id), now() - (k + row_number() over ()) * interval '1 minute'
      from memberships cross join generate_series(1, 2) k
      where workspace_id in (select id from workspaces where not is_personal)`,
    `insert into credential_uses (workspace_id, access_key, last_used_at, worker, ip)
      select workspace_id, access_key, created_at, 'gpu', '192.0.2.1' from api_credentials
      where access_key not like '%A%' on conflict do nothing`,
    `insert into sessions (id, user_id, active_workspace_id, ip, user_agent, provider,
        created_at, last_seen_at, expires_at)
      select ${id("session", "n", "k")}, ${id("user", "n")}, ${id("home", "n")}, '192.0.2.1',
        'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'password',
        ${ago("k")}, ${ago("k")}, now() + interval '1 day'
      from generate_series(1, ${people}) n cross join lateral generate_series(1, case when n = 1 then 100 else 1 end) k`,
    `insert into account_identities (provider, subject, user_id, email, created_at)
      select 'corp', ${id("subject", "n")}, ${id("user", "n")}, 'person' || n || '@example.com', now()
      from generate_series(1, ${people}) n where n % 2 = 1`,
  ];
  const [ids] = await sql.begin(async (tx) => {
    // The rows fit by how they are made: checking each of a million keys takes longer than making them.
    await tx.unsafe("set local session_replication_role = replica");
    for (const statement of statements) await tx.unsafe(statement);
    return tx.unsafe<Crowd[]>(`
      select ${id("team", "0")} as "workspaceId", ${id("user", "1")} as "ownerId",
        ${id("user", `${people}`)} as "strangerId", ${id("robot", "0", "1")} as "serviceAccountId",
        ${id("group", "0", "1")} as "largeGroupId", ${id("vault", "0", "1")} as "adminVaultId",
        ${id("session", "1", "1")} as "sessionId",
        upper(substr(${id("key", id("team", "0"), id("user", "1"), "1")}, 1, 20)) as "accessKey"`);
  });
  if (!ids) throw new Error("The crowd was not made.");
  return { ...ids };
}
