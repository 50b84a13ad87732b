"use client";

import { LevelBadge } from "@/app/_components/access/level-badge";
import { explainHref, whatCanHref } from "@/app/_components/access/question-href";
import { Avatar } from "@/components/ui/avatar";
import { Bot, CircleQuestionMark } from "@/components/ui/icons";
import { RowIconLink } from "@/components/ui/row-link";
import { NameCell, Table } from "@/components/ui/table";
import { shownEmail } from "@/lib/core/account/shown-email";
import type { WhoCanRow } from "@/lib/operations/access/who-can";
import { ReasonCell } from "../../_components/reason-cell";

export function WhoCanTable({ rows, object }: { rows: WhoCanRow[]; object: string }) {
  return (
    <Table
      label="Who can access the resource"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          label: "User",
          kind: "name",
          cell: ({ id, name, email, kind }) => (
            <NameCell
              icon={kind === "person" ? <Avatar id={id} name={name} /> : <Bot aria-hidden />}
              name={name}
              detail={email ? shownEmail(email) : "Service account"}
              href={whatCanHref({ subject: id })}
              prefetch={false}
            />
          ),
        },
        { key: "access", label: "Access", cell: ({ level }) => <LevelBadge level={level} /> },
        {
          key: "reason",
          label: "Reason",
          cell: ({ reason, more }) => <ReasonCell reason={reason} more={more} />,
        },
        {
          key: "actions",
          label: "Actions",
          kind: "actions",
          cell: ({ id, name, level }) => (
            <RowIconLink
              label={`Explain the access of ${name}`}
              icon={<CircleQuestionMark aria-hidden />}
              href={explainHref({ subject: id, can: level, object })}
            />
          ),
        },
      ]}
    />
  );
}
