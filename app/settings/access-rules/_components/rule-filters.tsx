"use client";

import { useRouter } from "next/navigation";
import { listHref } from "@/app/_components/list/list-href";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import type { RuleQuery } from "@/lib/core/access/rules/forms";
import { searchPrincipals } from "../../_components/access/principal-picker";
import { ResourceIcon } from "../../_components/access/resource-icon";
import { findRuledObjectsAction } from "../actions";

/** The rules about one resource, and those that name one user or group. Each choice goes into the address. */
export function RuleFilters({
  workspaceId,
  path,
  query,
  names,
}: {
  workspaceId: string;
  path: string;
  query: RuleQuery;
  names: { principal: string | null; resource: string | null };
}) {
  const router = useRouter();

  async function searchResources(search: string): Promise<ComboboxOption[]> {
    const outcome = await findRuledObjectsAction(workspaceId, { search: search.slice(0, 100) });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.objects.map(({ id, type, name, path: inProject }) => ({
      id,
      label: name,
      ...(inProject ? { detail: `in ${inProject.replaceAll("/", " / ")}` } : {}),
      icon: <ResourceIcon type={type} />,
    }));
  }

  const filter = (
    column: "resource" | "principal",
    label: string,
    search: (query: string) => Promise<readonly ComboboxOption[]>,
  ) => (
    <div className="w-56 max-sm:w-full">
      <Combobox
        label={label}
        placeholder={label}
        search={search}
        selected={query[column] === "" ? [] : [{ id: query[column], label: names[column] ?? "Not found" }]}
        onSelectedChange={([chosen]) =>
          router.push(listHref(path, { ...query, [column]: chosen?.id ?? "", page: 1 }) as never, {
            scroll: false,
          })
        }
      />
    </div>
  );

  return (
    <>
      {filter("resource", "Any resource", searchResources)}
      {filter("principal", "Any user or group", (search) => searchPrincipals(workspaceId, search))}
    </>
  );
}
