"use client";

import { useRouter } from "next/navigation";
import { listHref } from "@/app/_components/list/list-href";
import { Select } from "@/components/ui/select";
import { adminVaultActionNames } from "@/lib/core/vault/admin-vault-words";
import type { LogChoice } from "@/lib/operations/vaults/admin-vault-log";

type Chosen = { vault: string; action: string; user: string };

const actions = Object.entries(adminVaultActionNames).map(([value, label]) => ({ value, label }));
const optionsOf = (choices: LogChoice[]) => choices.map(({ id, name }) => ({ value: id, label: name }));

export function LogFilters({
  path,
  chosen,
  choices,
}: {
  path: string;
  chosen: Chosen;
  choices: { vaults: LogChoice[]; users: LogChoice[] };
}) {
  const router = useRouter();

  function filter(label: string, name: keyof Chosen, every: string, options: typeof actions) {
    return (
      <Select
        aria-label={label}
        className="w-56 max-sm:w-full"
        options={[{ value: "", label: every }, ...options]}
        value={chosen[name]}
        onChange={(event) =>
          router.push(
            listHref(path, { search: "", page: 1, ...chosen, [name]: event.currentTarget.value }) as never,
            { scroll: false },
          )
        }
      />
    );
  }

  return (
    <div className="mb-3 flex flex-wrap gap-2">
      {filter("Vault", "vault", "All vaults", optionsOf(choices.vaults))}
      {filter("Action", "action", "All actions", actions)}
      {filter("User", "user", "All users", optionsOf(choices.users))}
    </div>
  );
}
