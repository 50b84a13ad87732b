import { beforeAll, describe, expect, inject, test } from "vitest";
import type { UserId } from "@/lib/core/identifiers";
import { adminVaultSorts } from "@/lib/core/vault/admin-vault";
import { groupMemberSorts, groupSorts } from "@/lib/core/workspace/group-list";
import { memberSorts, memberStatuses } from "@/lib/core/workspace/member-list";
import { serviceAccountSorts } from "@/lib/core/workspace/service-account";
import { db, pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { type Crowd, crowdSize, insertCrowd } from "../testing/factories/crowd";
import { readsOf, settleTables, type TableRead } from "../testing/plans";
import { countAdminVaultLog, listAdminVaultLog, listLogChoices } from "./admin-vault-log";
import { countAdminVaults, findAdminVault, listAdminVaults, searchGroups } from "./admin-vaults";
import { countCredentials, listCredentials, listCredentialsOfPage } from "./credentials";
import { countGroupMembers, countGroups, listGroupMembers, listGroups } from "./group-list";
import { findGroup, findGroupIdByName, listGroupCandidates } from "./groups";
import { listIdentities } from "./identities";
import { countSeatsTaken, findKnownEmails, findPendingInvitation, listInvitationsFor } from "./invitations";
import { findVaultsOfMember } from "./member-vaults";
import { countMembers, listMembers, searchMembers } from "./members";
import {
  findMembership,
  findWorkspaceSummary,
  listMembershipsOfUser,
  listWorkspacesOfUser,
} from "./memberships";
import { listPresentedCredentials, type ReadAlong } from "./presented-credentials";
import { countServiceAccounts, findServiceAccount, listServiceAccounts } from "./service-accounts";
import { findLiveSession, findSignedInSession, listSessions } from "./sessions";
import { findServiceAccountHolding } from "./vault-revisions";
import { findPersonalWorkspaceId, listOwnedSharedWorkspaces } from "./workspaces";

openTestDatabase();

let crowd: Crowd;
let large: Set<string>;

beforeAll(async () => {
  const sql = pool();
  crowd = await insertCrowd(sql);
  await settleTables();
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= 1000`;
  large = new Set(tables.map(({ name }) => name));
}, 240_000);

/** Every row of the laboratory a few times over, in each of the two plans, and far from all that there are. */
const most = 12 * crowdSize.members[0];

const mostBlocks = 20_000;

/** What narrows a read of a large table to rows of one workspace, one person, or one key. */
const keys: Record<string, RegExp> = {
  users: /\bid = /,
  workspaces: /\b(id|owner_user_id) = /,
  sessions: /\b(id|user_id) = /,
  account_identities: /\buser_id = /,
  api_credentials: /\baccess_key = /,
  credential_uses: /\baccess_key = /,
};

function problemsOf(reads: TableRead[], byUser: RegExp | undefined): string[] {
  const ofWorkspace = `workspace_id = '${crowd.workspaceId}'`;
  const isNarrowed = ({ table, where }: TableRead) =>
    where.includes(ofWorkspace) || keys[table]?.test(where) || byUser?.test(where);
  const wide = reads.filter((read) => large.has(read.table) && !isNarrowed(read));
  const rows = reads.reduce((sum, read) => sum + read.rows, 0);
  const blocks = reads.reduce((sum, read) => sum + read.blocks, 0);
  return [...reads.filter(({ table, by }) => by === "Seq Scan" && large.has(table)), ...wide]
    .map(({ table, by, where }) => `${by} of ${table} where ${where || "nothing narrows it"}`)
    .concat(rows > most ? [`${rows} rows are read`] : [])
    .concat(blocks > mostBlocks ? [`${blocks} blocks are read`] : []);
}

function presented(accessKeys: readonly string[], along: ReadAlong) {
  const asked = accessKeys.map((accessKey) => ({ accessKey, tokenId: "token", asUserId: null }));
  return listPresentedCredentials(crowd.workspaceId, asked, along);
}

type Case = [name: string, read: () => Promise<unknown>, byUser?: RegExp];

async function expectNarrow([, read, byUser]: Case): Promise<void> {
  expect(problemsOf(await readsOf(read), byUser)).toEqual([]);
}

const own = () => ({ ownerId: crowd.ownerId });
const searches = ["", "turing", "nobody of this name", "worker 1"];
/** Every way to look at a list, as a name and what is asked. */
function looks<Sort extends string>(sorts: readonly Sort[], deep = 4_000) {
  return sorts.flatMap((sort) =>
    [false, true].flatMap((descending) =>
      searches.flatMap((search) =>
        [0, deep].map((offset) => ({
          name: `${sort}${descending ? " descending" : ""}, search “${search}”, from ${offset}`,
          query: { sort, descending, search, page: 1 },
          page: { limit: 50, offset },
        })),
      ),
    ),
  );
}

/** A database that all suites share is a cluster's, whose plans say nothing of what its nodes read. */
const isShared = inject("cluster").template === null;

describe.skipIf(isShared)(
  "among a hundred thousand people, without reading a table through or another workspace's rows",
  () => {
    test("the tables are large", () => {
      expect([...large]).toEqual(
        expect.arrayContaining(["users", "memberships", "groups", "api_credentials"]),
      );
    });

    describe.each(memberStatuses)("users and invitations, %s", (status) => {
      const lists = looks(memberSorts).map<Case>(({ name, query, page }) => [
        name,
        () => listMembers(crowd.workspaceId, { ...query, status }, page),
      ]);
      const counts = searches.map<Case>((search) => [
        `their number, search “${search}”`,
        () => countMembers(crowd.workspaceId, { search, status }),
      ]);
      test.each([...lists, ...counts])("%s", (...each) => expectNarrow(each));
    });

    describe("everybody’s credentials", () => {
      const lists = searches.flatMap((search) =>
        [0, 8_000].map<Case>((offset) => [
          `search “${search}”, from ${offset}`,
          () => listCredentials(crowd.workspaceId, { search }, { limit: 20, offset }),
        ]),
      );
      const pages = searches.flatMap((search) =>
        [0, 8_000].map<Case>((offset) => [
          `with their number and what they made, search “${search}”, from ${offset}`,
          () => listCredentialsOfPage(crowd.workspaceId, { search }, { limit: 20, offset }),
        ]),
      );
      const counts = searches.map<Case>((search) => [
        `their number, search “${search}”`,
        () => countCredentials(crowd.workspaceId, { search }),
      ]);
      test.each([...lists, ...pages, ...counts])("%s", (...each) => expectNarrow(each));
    });

    describe("service accounts", () => {
      const lists = looks(serviceAccountSorts, 150).map<Case>(({ name, query, page }) => [
        name,
        () => listServiceAccounts(crowd.workspaceId, query, page),
      ]);
      const counts = searches.map<Case>((search) => [
        `their number, search “${search}”`,
        () => countServiceAccounts(crowd.workspaceId, search),
      ]);
      const one: Case = ["one of them", () => findServiceAccount(crowd.workspaceId, crowd.serviceAccountId)];
      test.each([...lists, ...counts, one])("%s", (...each) => expectNarrow(each));
    });

    describe("user groups", () => {
      const lists = looks(groupSorts, 250).map<Case>(({ name, query, page }) => [
        name,
        () => listGroups(crowd.workspaceId, query, page),
      ]);
      const counts = searches.map<Case>((search) => [
        `their number, search “${search}”`,
        () => countGroups(crowd.workspaceId, search),
      ]);
      test.each([...lists, ...counts])("%s", (...each) => expectNarrow(each));
    });

    describe.each(["a group", "Users", "Service accounts"] as const)("the members of %s", (of) => {
      const group = () =>
        ({
          "a group": { id: crowd.largeGroupId, builtIn: null },
          Users: { id: "", builtIn: "users" },
          "Service accounts": { id: "", builtIn: "service_accounts" },
        })[of] as { id: string; builtIn: "users" | "service_accounts" | null };
      const lists = looks(groupMemberSorts, of === "Users" ? 4_000 : 100).map<Case>(
        ({ name, query, page }) => [name, () => listGroupMembers(crowd.workspaceId, group(), query, page)],
      );
      const counts = searches.map<Case>((search) => [
        `their number, search “${search}”`,
        () => countGroupMembers(crowd.workspaceId, group(), search),
      ]);
      test.each([...lists, ...counts])("%s", (...each) => expectNarrow(each));
    });

    describe("administrator vaults", () => {
      const lists = looks(adminVaultSorts, 150).map<Case>(({ name, query, page }) => [
        name,
        () => listAdminVaults(crowd.workspaceId, query, page),
      ]);
      const counts = searches.map<Case>((search) => [
        `their number, search “${search}”`,
        () => countAdminVaults(crowd.workspaceId, search),
      ]);
      test.each([...lists, ...counts])("%s", (...each) => expectNarrow(each));

      type Filters = { vault?: string; action?: "edit"; user?: UserId };
      const logs: [name: string, filters: () => Filters][] = [
        ["no filter", () => ({})],
        ["a vault", () => ({ vault: crowd.adminVaultId })],
        ["an action", () => ({ action: "edit" })],
        ["a user", () => ({ user: crowd.ownerId })],
        ["all filters", () => ({ vault: crowd.adminVaultId, action: "edit", user: crowd.ownerId })],
      ];
      test.each(logs)("their log, with %s", async (_, filters) => {
        const query = { ...filters(), page: 1 };
        const reads = [
          ...(await readsOf(() => listAdminVaultLog(crowd.workspaceId, query, { limit: 50, offset: 0 }))),
          ...(await readsOf(() => countAdminVaultLog(crowd.workspaceId, query))),
        ];
        expect(problemsOf(reads, undefined)).toEqual([]);
        // Twice each, and of all entries that the log of the workspace has, one in twenty is of a vault.
        const rows = reads.reduce((sum, read) => sum + read.rows, 0);
        expect(rows).toBeLessThan(crowdSize.auditEvents[0] / 4);
      });

      test("cost a call of a client no more than the ones it receives", async () => {
        const reads = await readsOf(() => presented([crowd.accessKey], "vaults"));
        const ofVaults = reads.filter(({ table }) => table === "vaults" || table === "vault_groups");
        expect(ofVaults.length).toBeGreaterThan(0);
        expect(ofVaults.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(16);
      });
    });

    test.each<Case>([
      ["all vaults of a member", () => findVaultsOfMember(crowd.workspaceId, crowd.ownerId)],
      [
        "all vaults of a service account",
        () => findVaultsOfMember(crowd.workspaceId, crowd.serviceAccountId, { kind: "service_account" }),
      ],
      [
        "the history of a service account’s vault",
        () => findServiceAccountHolding(crowd.workspaceId, crowd.serviceAccountId),
      ],
      ["an administrator vault", () => findAdminVault(crowd.workspaceId, crowd.adminVaultId)],
      ["a picker of groups", () => searchGroups(crowd.workspaceId, "group 1", 20)],
      ["what the log of vaults can be filtered by", () => listLogChoices(crowd.workspaceId, 500)],
      ["a picker of members", () => searchMembers(crowd.workspaceId, { search: "tur" }, 20)],
      [
        "a picker of those not in a group",
        () => searchMembers(crowd.workspaceId, { search: "", notInGroupId: crowd.largeGroupId }, 20),
      ],
      ["a group", () => findGroup(crowd.workspaceId, crowd.largeGroupId)],
      ["a group by its name", () => findGroupIdByName(crowd.workspaceId, "group 7", db())],
      [
        "the members of a choice",
        () => listGroupCandidates(crowd.workspaceId, crowd.largeGroupId, [crowd.ownerId], db()),
      ],
      ["an open invitation", () => findPendingInvitation(crowd.workspaceId, crowd.ownerId)],
      ["seats taken", () => countSeatsTaken(crowd.workspaceId, new Date())],
      [
        "which addresses are known",
        () => findKnownEmails(crowd.workspaceId, ["person7@crowd.example", "x@y.z"]),
      ],
      ["what a workspace’s page says of it", () => findWorkspaceSummary(crowd.workspaceId, 5)],
      ["one member", () => findMembership(crowd.workspaceId, crowd.ownerId)],
      ["one’s own credentials", () => listCredentials(crowd.workspaceId, own(), { limit: 20, offset: 0 })],
      ["the number of one’s own credentials", () => countCredentials(crowd.workspaceId, own())],
      ["a key that is presented", () => presented([crowd.accessKey], "nothing")],
      ["a key that is presented for its vaults", () => presented([crowd.accessKey], "vaults")],
      ["a key that is presented for a role", () => presented([crowd.accessKey], "membership")],
      ["fifty keys that are presented at once", () => presented(Array(50).fill(crowd.accessKey), "nothing")],
      ["a person’s workspaces", () => listWorkspacesOfUser(crowd.ownerId), /user_id = /],
      [
        "a person’s workspaces with the role in each",
        () => listMembershipsOfUser(crowd.ownerId, "2026-11"),
        /user_id = |workspace_id = memberships\.workspace_id|\bid = /,
      ],
      ["the workspaces that a person owns", () => listOwnedSharedWorkspaces(crowd.ownerId)],
      ["a person’s own workspace", () => findPersonalWorkspaceId(crowd.ownerId)],
      ["a person’s invitations", () => listInvitationsFor("guest2@example.org", new Date(), 20), /email = /],
      [
        "a person’s sessions",
        () => listSessions(crowd.ownerId, { now: new Date(), seenAfter: new Date(0) }, 100),
      ],
      [
        "the session of a request",
        () => findLiveSession(crowd.sessionId, { now: new Date(), seenAfter: new Date(0) }),
      ],
      [
        "the session of a page, with what the bell shows",
        () =>
          findSignedInSession(
            crowd.sessionId,
            { now: new Date(), seenAfter: new Date(0) },
            { since: new Date(0), most: 20 },
          ),
      ],
      ["a person’s identities", () => listIdentities(crowd.ownerId)],
    ])("%s", (...each) => expectNarrow(each));
  },
);
