"use client";

import { useRouter } from "next/navigation";
import { listHref } from "@/app/_components/list/list-href";
import { Avatar } from "@/components/ui/avatar";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { Bot } from "@/components/ui/icons";
import { Select, type SelectOption } from "@/components/ui/select";
import { type BrowseQuery, type ScalarName, scalarText } from "@/lib/core/resources/browse";
import { taskStatuses, taskTypes } from "@/lib/core/resources/task";
import { taskStatusNames, taskTypeNames } from "@/lib/core/resources/task-words";
import { findOwnersAction } from "../actions";

const every = (label: string): SelectOption => ({ value: "all", label });
const statuses = [
  every("Any status"),
  ...taskStatuses.map((value) => ({ value, label: taskStatusNames[value] })),
];
const types = [every("Any type"), ...taskTypes.map((value) => ({ value, label: taskTypeNames[value] }))];
const modelStatuses = [
  every("Any status"),
  { value: "draft", label: "Draft" },
  { value: "published", label: "Published" },
];

export type BrowseFiltersProps = {
  workspaceId: string;
  path: string;
  query: BrowseQuery;
  /** Of whom the list is. */
  ownerName: string | null;
  /** The scalar that shows, and those to choose from. */
  scalar: ScalarName | null;
  scalars: readonly ScalarName[];
};

/** Each choice goes into the address. */
export function BrowseFilters({ workspaceId, path, query, ownerName, scalar, scalars }: BrowseFiltersProps) {
  const router = useRouter();
  const go = (changed: Partial<BrowseQuery>) =>
    router.push(listHref(path, { ...query, ...changed }) as never, { scroll: false });

  async function searchOwners(search: string): Promise<ComboboxOption[]> {
    const outcome = await findOwnersAction(workspaceId, { search: search.slice(0, 100) });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.owners.map(({ id, name, kind }) => ({
      id,
      label: name,
      icon: kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />,
    }));
  }

  function filter(
    label: string,
    name: "status" | "type" | "archived",
    options: SelectOption[],
    value: string,
  ) {
    return (
      <Select
        aria-label={label}
        className="w-36 max-sm:w-full"
        options={options}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = name === "archived" ? currentTarget.value === "archived" : currentTarget.value;
          go({ [name]: chosen, page: 1 });
        }}
      />
    );
  }

  return (
    <>
      {query.kind === "tasks" ? filter("Status", "status", statuses, query.status) : null}
      {query.kind === "tasks" ? filter("Type", "type", types, query.type) : null}
      {query.kind === "models" ? filter("Status", "status", modelStatuses, query.status) : null}
      <div className="w-44 max-sm:w-full">
        <Combobox
          label="Any owner"
          placeholder="Any owner"
          search={searchOwners}
          selected={query.owner === "" ? [] : [{ id: query.owner, label: ownerName ?? "Not found" }]}
          onSelectedChange={([chosen]) => go({ owner: chosen?.id ?? "", page: 1 })}
        />
      </div>
      {filter(
        "Archive",
        "archived",
        [
          { value: "all", label: "Not archived" },
          { value: "archived", label: "Archived" },
        ],
        query.archived ? "archived" : "all",
      )}
      {query.kind === "tasks" && (scalar || scalars.length > 0) ? (
        <Select
          aria-label="Scalar"
          className="w-44 max-sm:w-full min-[90rem]:ml-auto"
          options={scalarOptions(scalars, scalar)}
          value={scalar ? scalarText(scalar) : "none"}
          onChange={({ currentTarget: { value } }) => go({ scalar: value })}
        />
      ) : null}
    </>
  );
}

/** One that was chosen stays among them where no task of this page has it. */
function scalarOptions(scalars: readonly ScalarName[], scalar: ScalarName | null): SelectOption[] {
  const known = new Map([...scalars, ...(scalar ? [scalar] : [])].map((each) => [scalarText(each), each]));
  return [
    { value: "none", label: "No scalar" },
    ...[...known].map(([value, { metric, variant }]) => ({ value, label: `${metric} / ${variant}` })),
  ];
}
