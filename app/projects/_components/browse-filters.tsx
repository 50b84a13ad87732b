"use client";

import { useRouter } from "next/navigation";
import { listHref } from "@/app/_components/list/list-href";
import { Select, type SelectOption } from "@/components/ui/select";
import type { BrowseQuery } from "@/lib/core/resources/browse";
import { taskStatuses, taskTypes } from "@/lib/core/resources/task";
import { taskStatusNames, taskTypeNames } from "@/lib/core/resources/task-words";

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

/** Each choice goes into the address. */
export function BrowseFilters({ path, query }: { path: string; query: BrowseQuery }) {
  const router = useRouter();

  function filter(
    label: string,
    name: "status" | "type" | "archived",
    options: SelectOption[],
    value: string,
  ) {
    return (
      <Select
        aria-label={label}
        className="w-40 max-sm:w-full"
        options={options}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = name === "archived" ? currentTarget.value === "archived" : currentTarget.value;
          router.push(listHref(path, { ...query, [name]: chosen, page: 1 }) as never, { scroll: false });
        }}
      />
    );
  }

  return (
    <>
      {query.kind === "tasks" ? filter("Status", "status", statuses, query.status) : null}
      {query.kind === "tasks" ? filter("Type", "type", types, query.type) : null}
      {query.kind === "models" ? filter("Status", "status", modelStatuses, query.status) : null}
      {filter(
        "Archive",
        "archived",
        [
          { value: "all", label: "Not archived" },
          { value: "archived", label: "Archived" },
        ],
        query.archived ? "archived" : "all",
      )}
    </>
  );
}
