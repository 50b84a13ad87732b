import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead, type PageHeadProps } from "@/components/ui/page-head";
import type { Page } from "@/lib/core/page";
import { KeepFocus } from "./keep-focus";
import { hasFilters, isFiltered, keptBySearch, type ListQuery, listHref, withoutFilter } from "./list-href";
import { ListPages } from "./list-pages";
import { SearchField } from "./search-field";

type Words = { title: string; text: ReactNode; link?: ReactNode };

export type ListPageProps = PageHeadProps & {
  /** The list's path, and what the URL's query chose of it. */
  path: string;
  query: ListQuery;
  page: Page<unknown>;
  /** What the rows are, for the name of its paging: 'users'. */
  noun: string;
  icon: ReactNode;
  searchLabel: string;
  /** Between the head and the list: the lists beside it. */
  tabs?: ReactNode;
  /** Beside the search: links to filters, counts, badges. */
  filters?: ReactNode;
  nothingFits: Words;
  /** Said of a list without rows or filters; left out where there always are some rows. */
  nothingYet?: Words;
  /** The table of `page.rows`. */
  children: ReactNode;
};

/** A page that is a list: its head, search and filters, the table, its paging, and what is said of an empty one. */
export function ListPage({
  path,
  query,
  page,
  noun,
  icon,
  searchLabel,
  tabs,
  filters,
  nothingFits,
  nothingYet,
  children,
  ...head
}: ListPageProps) {
  const isEmpty = page.total === 0 && !isFiltered(query) && nothingYet !== undefined;
  return (
    <>
      <PageHead {...head} />
      {tabs}
      {isEmpty && !filters ? null : (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          {isEmpty ? null : (
            <SearchField label={searchLabel} value={query.search} hidden={keptBySearch(query)} />
          )}
          {filters}
        </div>
      )}
      <KeepFocus rows={page.rows.length}>
        {page.total > 0 ? (
          <>
            {children}
            <div className="mt-3">
              <ListPages label={`Pages of ${noun}`} path={path} query={query} page={page} />
            </div>
          </>
        ) : isEmpty ? (
          <Empty icon={icon} words={nothingYet} />
        ) : (
          <Empty
            icon={icon}
            words={nothingFits}
            action={
              <ButtonLink href={listHref(path, withoutFilter(query))}>
                {hasFilters(query) ? "Clear the filter" : "Clear the search"}
              </ButtonLink>
            }
          />
        )}
      </KeepFocus>
    </>
  );
}

function Empty({ icon, words, action }: { icon: ReactNode; words: Words; action?: ReactNode }) {
  return (
    <Card>
      <EmptyState icon={icon} title={words.title} link={words.link} action={action}>
        {words.text}
      </EmptyState>
    </Card>
  );
}
