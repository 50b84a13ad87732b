type Value = string | number | boolean;
export type ListQuery = { search: string; page: number } & Record<string, Value>;
export type SortedQuery = ListQuery & { sort: string; descending: boolean };

/** What the address of a list leaves out: it is so unless the address says otherwise. */
const usual: Record<string, Value> = {
  search: "",
  status: "all",
  credentials: "own",
  vault: "",
  action: "",
  user: "",
  principal: "",
  resource: "",
  sort: "name",
  descending: false,
  page: 1,
  kind: "tasks",
  type: "all",
  tag: "",
  archived: false,
  order: "-updated",
  hidden: "",
  find: "",
  subject: "",
  object: "",
  owner: "",
  can: "read",
  about: "",
  level: "all",
  metric: "",
  scalar: "",
};

/** The address of a list. */
export function listHref(path: string, query: ListQuery): string {
  const parts = chosen(query).map(([name, value]) => `${name}=${encoded(value)}`);
  return parts.length > 0 ? `${path}?${parts.join("&")}` : path;
}

/** What stays when one searches for something else. */
export function keptBySearch(query: ListQuery): Record<string, string> {
  return Object.fromEntries(chosen({ ...query, search: "", page: 1 }));
}

/** What chooses the list, its order and its page, and none of its rows. */
const arranging = [
  ...["sort", "descending", "order", "page", "kind", "hidden", "find", "scalar"],
  ...["subject", "object", "can", "about"],
];

/** The list as it was arranged, with all of its rows. */
export function withoutFilter(query: ListQuery): ListQuery {
  const every = Object.entries(query).map(([name, value]) => [
    name,
    arranging.includes(name) ? value : (usual[name] ?? value),
  ]);
  return { ...Object.fromEntries(every), search: "", page: 1 };
}

/** Whether the query leaves out rows. */
export function isFiltered(query: ListQuery): boolean {
  return Object.entries(query).some(([name, value]) => !arranging.includes(name) && value !== usual[name]);
}

/** Whether a list can be filtered by more than a search. */
export function hasFilters(query: ListQuery): boolean {
  return Object.keys(query).some((name) => name !== "search" && !arranging.includes(name));
}

/** What an address has to say of the query: names and values. */
function chosen(query: ListQuery): [string, string][] {
  return Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === usual[name] ? [] : [[name, value === true ? "1" : String(value)]],
  );
}

/** Most are ids, numbers and words, which need no parser. */
function encoded(value: string): string {
  return /^[\w.-]*$/.test(value) ? value : new URLSearchParams([["", value]]).toString().slice(1);
}

/** For a column's head: sorted by it, and the other way around when it is already. */
export function sortOf(path: string, query: SortedQuery, sort: string) {
  const isSorted = query.sort === sort;
  return {
    sortHref: listHref(path, { ...query, sort, descending: isSorted && !query.descending, page: 1 }),
    sorted: isSorted ? (query.descending ? ("descending" as const) : ("ascending" as const)) : undefined,
  };
}

/** The same for lists whose query names column and direction in one: `name`, or `-name` for the other way around. */
export function orderHref(path: string, query: ListQuery & { order: string }, column: string) {
  const sorted =
    query.order === column
      ? ("ascending" as const)
      : query.order === `-${column}`
        ? ("descending" as const)
        : undefined;
  const order = sorted === "ascending" ? `-${column}` : column;
  return { sortHref: listHref(path, { ...query, order, page: 1 }), sorted };
}
