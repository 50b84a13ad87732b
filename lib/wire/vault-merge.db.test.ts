import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { makeVaultTeam } from "@/db/testing/factories/vault-team";
import { mergeVaults } from "@/lib/core/vault/merge";
import { parseVault } from "@/lib/core/vault/parse";
import { spellReferences } from "@/lib/core/vault/write/spell-references";
import { moveAdminVault } from "@/lib/operations/vaults/admin-vault-order";
import { saveServiceAccountVault } from "@/lib/operations/vaults/service-account-vaults";
import { saveOwnVault } from "@/lib/operations/vaults/vaults";
import { drawnGroups, drawnMembers, drawSets, movesOf, textsFor } from "@/lib/tooling/drawn-vaults";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { dataOf } = callsOf(server);

const seed = 20_260_101;
const draws = drawSets(seed, 200).map((set, number) => ({ seed, number, set }));

test.each(draws)(
  "set $number of seed $seed: each member’s clients get what the engine merges from their vaults",
  async ({ set }) => {
    const { workspaceId, owner, admin, member, manager, builtIn, makeGroup, makeVault } =
      await makeVaultTeam();
    const account = await makeServiceAccount({ account: owner, workspaceId });
    const people = { owner, admin, member };
    const ids = drawnMembers.map((who) => (who === "service account" ? account.id : people[who].id));

    const groupIds: string[] = [];
    for (const [at, group] of drawnGroups.entries()) {
      const inGroup = ids.filter((_, who) => set.groupsOfMembers[who]?.includes(at));
      const isBuiltIn = group === "users" || group === "admins" || group === "service_accounts";
      groupIds.push(isBuiltIn ? await builtIn(group) : await makeGroup(group, inGroup));
    }
    const order: string[] = [];
    for (const { text, groups, isOff } of set.vaults) {
      const wanted = { ...text, groupIds: groups.map((group) => groupIds[group] ?? ""), enabled: !isOff };
      order.push(await makeVault(wanted));
    }
    for (const { from, to } of movesOf(set)) {
      const vaultId = order[from] ?? "";
      await moveAdminVault(manager, { vaultId, from: from + 1, to: to + 1 });
      order.splice(to, 0, ...order.splice(from, 1));
    }

    for (const [at, who] of drawnMembers.entries()) {
      const own = set.personal[at];
      if (own) {
        const edit = { ...own.text, baseRevision: 0, turnOff: own.isOff };
        if (who === "service account") {
          const accounts = actingAs("service_accounts.manage", owner, { workspaceId });
          await saveServiceAccountVault(accounts, { ...edit, accountId: account.id });
        } else {
          const editor = actingAs("vaults.edit_own", people[who], { workspaceId, role: who });
          await saveOwnVault(editor, edit);
        }
      }
      const parsed = textsFor(set, at).map(({ text, format }) => parseVault(text, format));
      const { value, skipped } = mergeVaults(parsed.map((each, id) => ({ id: `${id}`, parsed: each })));
      expect(skipped).toEqual([]);

      const key =
        who === "service account"
          ? account.key
          : await makeCredentials({ account: people[who], workspaceId });
      const query = "?enabled=true&types=config&types=config";
      const { vaults } = await dataOf(key, "users.get_vaults", { query });
      const served = (vaults as { data: string }[]).map(({ data }) => parseVault(data, "hocon").value);
      expect(served).toEqual(parsed.map((each) => each.value));
      for (const format of ["hocon", "json", "yaml"] as const) {
        const path = `/api/vault?format=${format}`;
        const { text } = await server.send(path, { headers: { authorization: key.basic } });
        // HOCON has references, but in one document they would find what another vault defines.
        const isSpelt = format === "hocon" ? (name: string) => Object.hasOwn(value, name) : undefined;
        expect(parseVault(text, format).value).toEqual(spellReferences(value, isSpelt));
      }
    }
  },
);
