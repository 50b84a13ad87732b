import { Pagination } from "@/components/ui/pagination";
import type { PageBounds } from "@/lib/core/page";
import { type ListQuery, listHref } from "./list-href";

/** The steps between the pages of a list whose address is made of a path and its query. */
export function ListPages({
  label,
  path,
  query,
  page,
  hash = "",
}: {
  label: string;
  path: string;
  query: ListQuery;
  page: PageBounds;
  /** Of the list on its page, with the "#" before it. */
  hash?: string;
}) {
  const hrefOf = (number: number) => `${listHref(path, { ...query, page: number })}${hash}`;
  return (
    <Pagination
      label={label}
      from={page.from}
      to={page.to}
      total={page.total}
      previousHref={page.number > 1 ? hrefOf(page.number - 1) : undefined}
      nextHref={page.number < page.count ? hrefOf(page.number + 1) : undefined}
    />
  );
}
