import { listHref } from "@/app/_components/list/list-href";
import { BareLink } from "@/components/ui/link";
import type { BrowseQuery } from "@/lib/core/resources/browse";

/** Each leads to what has the same tag. */
export function TagList({
  tags,
  path,
  query,
}: {
  tags: readonly string[];
  path: string;
  query: Pick<BrowseQuery, "kind" | "hidden">;
}) {
  if (tags.length === 0) return <span>No tags</span>;
  const { kind, hidden } = query;
  return (
    <ul className="flex flex-wrap gap-x-1.5">
      {tags.map((tag, at) => (
        <li key={tag} className="flex gap-x-1.5">
          {at > 0 ? <span aria-hidden>·</span> : null}
          <BareLink
            href={listHref(path, { search: "", page: 1, kind, hidden, tag })}
            prefetch={false}
            className="rounded-text hover:text-text hover:underline"
          >
            {tag}
          </BareLink>
        </li>
      ))}
    </ul>
  );
}
