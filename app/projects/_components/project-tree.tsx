import { listHref } from "@/app/_components/list/list-href";
import { ChevronDown, ChevronRight, Folder, FolderOpen, Ghost, Search } from "@/components/ui/icons";
import { Input } from "@/components/ui/input";
import { BareLink, Link } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import type { BrowseQuery } from "@/lib/core/resources/browse";
import type { ProjectTree as Tree, TreeNode } from "@/lib/operations/resources/browse/projects";

type Shown = { tree: Tree; query: BrowseQuery; currentId: string | null };
type TreeProps = Shown & { showsHidden: boolean };

const grouped = new Intl.NumberFormat("en");

/** Follows links alone: each project opens with those in it. */
export function ProjectTree({ tree, query, currentId, showsHidden }: TreeProps) {
  const path = currentId ? `/projects/${currentId}` : "/projects";
  const { kind, hidden } = query;
  const kept = { search: "", page: 1, kind, hidden };
  const onPath = pathTo(tree.nodes, currentId);
  return (
    <>
      <search>
        <form method="get" action={path}>
          {kind === "tasks" ? null : <input type="hidden" name="kind" value={kind} />}
          {hidden ? <input type="hidden" name="hidden" value={hidden} /> : null}
          <Input
            type="search"
            name="find"
            aria-label="Find a project"
            placeholder="Find a project"
            icon={<Search aria-hidden />}
            defaultValue={query.find}
            className="w-full"
          />
        </form>
      </search>
      <nav aria-label="Projects" className="mt-3">
        {query.find ? (
          <Found tree={tree} query={query} kept={kept} currentId={currentId} />
        ) : (
          <ul className="flex flex-col gap-0.5">
            <li>
              <Row
                node={{ name: "All projects", tasks: tree.tasks, hidden: false, holdsProjects: false }}
                href={listHref("/projects", kept)}
                depth={0}
                isCurrent={currentId === null}
              />
            </li>
            <Level parentId={null} depth={0} {...{ tree, currentId, onPath, kept }} />
          </ul>
        )}
      </nav>
      <p className="mt-3 flex items-center gap-2 border-t border-border px-2 pt-3 text-small text-muted">
        <Ghost aria-hidden className="size-icon-small" />
        <span className="flex-1">Hidden projects: {showsHidden ? "shown" : "left out"}</span>
        <Link href={listHref(path, { ...query, hidden: showsHidden ? "0" : "1", page: 1 })}>
          {showsHidden ? "Hide" : "Show"}
          <span className="sr-only"> hidden projects</span>
        </Link>
      </p>
    </>
  );
}

type Kept = { search: string; page: number; kind: BrowseQuery["kind"]; hidden: BrowseQuery["hidden"] };

function Level({
  parentId,
  depth,
  tree,
  currentId,
  onPath,
  kept,
}: Pick<Shown, "tree" | "currentId"> & {
  parentId: string | null;
  depth: number;
  onPath: ReadonlySet<string>;
  kept: Kept;
}) {
  const nodes = tree.nodes.filter((node) => node.parentId === parentId);
  const left = (nodes[0]?.siblings ?? 0) - nodes.length;
  return (
    <>
      {nodes.map((node) => (
        <li key={node.id}>
          <Row
            node={{ ...node, name: node.basename }}
            href={listHref(`/projects/${node.id}`, kept)}
            depth={depth}
            isOpen={onPath.has(node.id)}
            isCurrent={node.id === currentId}
          />
          {onPath.has(node.id) && node.holdsProjects ? (
            <ul className="mt-0.5 flex flex-col gap-0.5">
              <Level parentId={node.id} depth={depth + 1} {...{ tree, currentId, onPath, kept }} />
            </ul>
          ) : null}
        </li>
      ))}
      {left > 0 ? (
        <li className="px-2 py-1 text-small text-muted">
          {grouped.format(left)} more. Search for them by name.
        </li>
      ) : null}
    </>
  );
}

function Found({ tree, query, kept, currentId }: Shown & { kept: Kept }) {
  const left = (tree.nodes[0]?.siblings ?? 0) - tree.nodes.length;
  return (
    <>
      {tree.nodes.length === 0 ? (
        <p className="px-2 text-control text-muted">No project’s name contains “{query.find}”.</p>
      ) : (
        <ul className="flex flex-col gap-0.5">
          {tree.nodes.map((node) => (
            <li key={node.id}>
              <Row
                node={{ ...node, holdsProjects: false }}
                href={listHref(`/projects/${node.id}`, kept)}
                depth={0}
                isCurrent={node.id === currentId}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 px-2 text-small text-muted">
        {left > 0 ? `${grouped.format(left)} more fit. ` : null}
        <Link href={listHref(currentId ? `/projects/${currentId}` : "/projects", { ...query, find: "" })}>
          Show the tree
        </Link>
      </p>
    </>
  );
}

const indents = ["pl-1", "pl-5", "pl-9", "pl-13", "pl-17"];

function Row({
  node,
  href,
  depth,
  isOpen = false,
  isCurrent,
}: {
  node: Pick<TreeNode, "name" | "tasks" | "hidden" | "holdsProjects">;
  href: string;
  depth: number;
  isOpen?: boolean;
  isCurrent: boolean;
}) {
  const Icon = node.hidden ? Ghost : isOpen ? FolderOpen : Folder;
  const Fold = isOpen ? ChevronDown : ChevronRight;
  return (
    <BareLink
      href={href}
      prefetch={false}
      title={node.name}
      aria-current={isCurrent ? "page" : undefined}
      className={`flex h-8 items-center gap-1.5 rounded-control pr-2 text-control hover:bg-hover ${
        indents[Math.min(depth, indents.length - 1)]
      } ${isCurrent ? "bg-hover font-medium text-text" : "text-muted hover:text-text"}`}
    >
      <Fold aria-hidden className={`size-icon-small text-faint ${node.holdsProjects ? "" : "invisible"}`} />
      <Icon aria-hidden className={isCurrent ? "text-accent" : undefined} />
      <span className="min-w-0 flex-1 truncate">{node.name}</span>
      <LinkPending />
      <span className="text-small tabular-nums">
        {grouped.format(node.tasks)}
        <span className="sr-only"> {node.tasks === 1 ? "task" : "tasks"}</span>
      </span>
    </BareLink>
  );
}

function pathTo(nodes: readonly TreeNode[], id: string | null): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  for (
    let node = id ? byId.get(id) : undefined;
    node;
    node = node.parentId ? byId.get(node.parentId) : undefined
  ) {
    found.add(node.id);
  }
  return found;
}

/** The projects that the open one is in, the outermost first. */
export function stepsTo(nodes: readonly TreeNode[], id: string | null): TreeNode[] {
  const onPath = pathTo(nodes, id);
  return nodes
    .filter((node) => onPath.has(node.id) && node.id !== id)
    .sort((one, other) => one.name.length - other.name.length);
}
