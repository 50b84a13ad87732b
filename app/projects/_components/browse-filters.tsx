"use client";

import { useRouter } from "next/navigation";
import { listHref } from "@/app/_components/list/list-href";
import { Select, type SelectOption } from "@/components/ui/select";
import type { BrowseQuery } from "@/lib/core/resources/browse";
import { type ScalarName, scalarText } from "@/lib/core/resources/scalar-name";
import { taskStatuses, taskTypes } from "@/lib/core/resources/task";
import { taskStatusNames, taskTypeNames } from "@/lib/core/resources/task-words";
import { OwnerFilter } from "./owner-filter";

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

  function filter(
    label: string,
    name: "status" | "type" | "archived",
    options: SelectOption[],
    value: string,
  ) {
    return (
      <Select
        aria-label={label}
        className="w-32 max-sm:grow max-sm:basis-36"
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
      <OwnerFilter
        workspaceId={workspaceId}
        owner={query.owner === "" ? null : { id: query.owner, name: ownerName ?? "Not found" }}
        clearedHref={listHref(path, { ...query, owner: "", page: 1 })}
        onChoose={(owner) => go({ owner, page: 1 })}
      />
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
          className="w-40 max-sm:grow max-sm:basis-36 sm:ml-auto"
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
