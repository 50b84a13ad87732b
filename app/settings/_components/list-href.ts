type Value = string | number | boolean;
export type ListQuery = { search: string; page: number } & Record<string, Value>;
export type SortedQuery = ListQuery & { sort: string; descending: boolean };

/** What the address of a list leaves out: it is so unless the address says otherwise. */
const usual: Record<string, Value> = {
  search: "",
  status: "all",
  credentials: "own",
  sort: "name",
  descending: false,
  page: 1,
};

/** The address of a list. */
export function listHref(path: string, query: ListQuery): string {
  const text = new URLSearchParams(paramsOf(query)).toString();
  return text ? `${path}?${text}` : path;
}

/** What stays when one searches for something else. */
export function keptBySearch(query: ListQuery): Record<string, string> {
  return paramsOf({ ...query, search: "", page: 1 });
}

function paramsOf(query: ListQuery): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === usual[name] ? [] : [[name, value === true ? "1" : String(value)]],
    ),
  );
}

/** For a column's head: sorted by it, and the other way around when it is already. */
export function sortOf(path: string, query: SortedQuery, sort: string) {
  const isSorted = query.sort === sort;
  return {
    sortHref: listHref(path, { ...query, sort, descending: isSorted && !query.descending, page: 1 }),
    sorted: isSorted ? (query.descending ? ("descending" as const) : ("ascending" as const)) : undefined,
  };
}
