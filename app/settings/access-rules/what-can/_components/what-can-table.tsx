"use client";

import { LevelBadge } from "@/app/_components/access/level-badge";
import { explainHref, whoCanHref } from "@/app/_components/access/question-href";
import { CircleQuestionMark } from "@/components/ui/icons";
import { RowIconLink } from "@/components/ui/row-link";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { ObjectAction } from "@/lib/core/access/questions/queries";
import type { RuleType } from "@/lib/core/access/rules/rule-names";
import type { WhatCanPage, WhatCanRow } from "@/lib/operations/access/what-can";
import { ResourceIcon } from "../../../_components/access/resource-icon";
import { ReasonCell } from "../../_components/reason-cell";

export type WhatCanTableProps = {
  rows: WhatCanRow[];
  type: RuleType;
  subject: WhatCanPage["subject"];
  can: ObjectAction;
};

export function WhatCanTable({ rows, type, subject, can }: WhatCanTableProps) {
  const columns: Column<WhatCanRow>[] = [
    {
      key: "name",
      label: "Resource",
      kind: "name",
      cell: ({ id, name, path }) => (
        <NameCell
          icon={<ResourceIcon type={type} />}
          name={name}
          detail={path?.replaceAll("/", " / ")}
          href={whoCanHref({ object: id })}
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
  ];
  if (subject) {
    columns.push({
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: ({ id, name }) => (
        <RowIconLink
          label={`Explain the access to “${name}”`}
          icon={<CircleQuestionMark aria-hidden />}
          href={explainHref({ subject: subject.id, can, object: id })}
        />
      ),
    });
  }
  return <Table label="What the member can access" columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
