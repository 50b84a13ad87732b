import { explainHref } from "@/app/_components/access/question-href";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Bot, CircleCheck, TriangleAlert, UsersRound } from "@/components/ui/icons";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { GuardView } from "@/lib/operations/access/guards";
import { DeleteGuardDialog } from "./delete-guard-dialog";

export function GuardTable({
  workspaceId,
  guards,
  now,
}: {
  workspaceId: string;
  guards: GuardView[];
  now: number;
}) {
  const columns: Column<GuardView>[] = [
    {
      key: "name",
      label: "Guard",
      kind: "name",
      cell: ({ name, text, principal, access: can, object }) => (
        <NameCell
          icon={<PrincipalIcon principal={principal} />}
          name={name}
          detail={text}
          href={explainHref({ subject: principal.id, can, object: object.id })}
          prefetch={false}
        />
      ),
    },
    {
      key: "state",
      label: "State",
      width: "w-48",
      cell: ({ brokenAt }) =>
        brokenAt ? (
          <span className="flex flex-wrap items-center gap-1.5">
            <Badge tone="danger" icon={<TriangleAlert aria-hidden />}>
              Broken
            </Badge>
            <RelativeTime at={brokenAt} now={now} className="text-muted" />
          </span>
        ) : (
          <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
            Kept
          </Badge>
        ),
    },
    {
      key: "created",
      label: "Created",
      width: "w-32",
      cell: ({ createdAt }) => <RelativeTime at={createdAt} now={now} />,
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: ({ id, name, text }) => (
        <DeleteGuardDialog workspaceId={workspaceId} guard={{ id, name, text }} />
      ),
    },
  ];
  return <Table label="Guards" columns={columns} rows={guards} rowKey={({ id }) => id} />;
}

function PrincipalIcon({ principal: { id, name, kind } }: { principal: GuardView["principal"] }) {
  if (kind === "group") return <UsersRound aria-hidden />;
  return kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />;
}
