import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { ArrowRight, Bot, UsersRound } from "@/components/ui/icons";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { heldNames, isGain } from "@/lib/core/access/previews/crossings";
import { countedMembers, groupDetail } from "@/lib/core/access/previews/sentences";
import type { PreviewEntry } from "@/lib/operations/access/previews";

type Row = { entry: PreviewEntry; crossing: PreviewEntry["crossings"][number] };

/** What each of them has now and would have then; one row for each kind of change. */
export function PreviewTable({
  label,
  entries,
  showsObjects,
  onOpen,
}: {
  label: string;
  entries: readonly PreviewEntry[];
  /** Where it isn't the same objects for all. */
  showsObjects: boolean;
  /** Asks for the members of a group alone. */
  onOpen: (entry: PreviewEntry) => void;
}) {
  const columns: Column<Row>[] = [
    { key: "name", label: "Who", kind: "name", cell: ({ entry }) => <Who entry={entry} onOpen={onOpen} /> },
    {
      key: "now",
      label: "Now",
      width: "w-28",
      cell: ({ crossing: { from } }) => (
        <span className="whitespace-nowrap text-muted">{heldNames[from]}</span>
      ),
    },
    {
      key: "then",
      label: "Then",
      width: showsObjects ? "w-52" : "w-36",
      cell: ({ crossing }) => (
        <span className="flex items-start gap-2">
          <ArrowRight aria-hidden className="mt-0.5 text-faint max-sm:hidden" />
          <span>
            <strong className={isGain(crossing) ? "font-name text-ok" : "font-name text-danger"}>
              {heldNames[crossing.to]}
            </strong>
            {showsObjects ? <span className="block text-small text-muted">{crossing.objects}</span> : null}
          </span>
        </span>
      ),
    },
    {
      key: "because",
      label: "Because",
      cell: ({ entry: { because } }) => <span className="text-muted">{because}</span>,
    },
  ];
  const rows = entries.flatMap((entry) => entry.crossings.map((crossing) => ({ entry, crossing })));
  return (
    <Table
      label={label}
      columns={columns}
      rows={rows}
      rowKey={({ entry, crossing: { from, to } }) => `${entry.key} ${from} ${to}`}
    />
  );
}

/** By the rule that is being edited. */
const marks = {
  added: { tone: "accent", word: "Added" },
  removed: { tone: "outline", word: "Removed" },
} as const;

function Who({ entry, onOpen }: { entry: PreviewEntry; onOpen: (entry: PreviewEntry) => void }) {
  const { who, mark } = entry;
  const badge = mark ? <Badge tone={marks[mark].tone}>{marks[mark].word}</Badge> : null;
  if (who.kind !== "group") {
    return (
      <NameCell
        icon={
          who.kind === "person" ? <Avatar id={who.id} name={who.name} size="small" /> : <Bot aria-hidden />
        }
        name={
          <span className="flex flex-wrap items-center gap-x-2">
            {who.name}
            {badge}
          </span>
        }
        detail={who.email ?? "Service account"}
      />
    );
  }
  return (
    <NameCell
      icon={<UsersRound aria-hidden />}
      name={
        <span className="flex flex-wrap items-baseline gap-x-2">
          {who.name}
          <button
            type="button"
            className="link text-small"
            aria-label={`Show the ${countedMembers(who.people)} in ${who.name}`}
            onClick={() => onOpen(entry)}
          >
            {countedMembers(who.people)}
          </button>
          {badge}
        </span>
      }
      detail={groupDetail(who)}
    />
  );
}
