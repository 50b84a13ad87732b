"use client";

import { LevelBadge } from "@/app/_components/access/level-badge";
import { grantHref } from "@/app/_components/access/question-href";
import { sortOf } from "@/app/_components/list/list-href";
import { Avatar } from "@/components/ui/avatar";
import { IconButton } from "@/components/ui/button";
import { Bot, Ellipsis, UsersRound } from "@/components/ui/icons";
import { useRowMenu } from "@/components/ui/menu";
import { RowBadgeLink } from "@/components/ui/row-link";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { RuleQuery } from "@/lib/core/access/rules/forms";
import { ruleTargetName, ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";
import { ResourceIcon } from "../../_components/access/resource-icon";
import { RuleMenu } from "./rule-menu";

const pages: Partial<Record<AccessRuleRow["type"], string>> = {
  project: "/projects",
  task: "/projects/tasks",
  model: "/projects/models",
  queue: "/projects/queues",
  dataset: "/projects/datasets",
  dataview: "/projects/dataviews",
};

export function RuleTable({
  workspaceId,
  rows,
  path,
  query,
}: {
  workspaceId: string;
  rows: AccessRuleRow[];
  path: string;
  query: RuleQuery;
}) {
  const { target, close, buttonProps } = useRowMenu<AccessRuleRow>();
  const columns: Column<AccessRuleRow>[] = [
    {
      key: "name",
      label: "Resource",
      kind: "name",
      ...sortOf(path, query, "name"),
      cell: ({ type, object }) => {
        const page = object && pages[type];
        return (
          <NameCell
            icon={<ResourceIcon type={type} />}
            name={object?.name ?? ruleTargetName(type, null)}
            detail={object?.path?.replaceAll("/", " / ")}
            {...(page ? { href: `${page}/${object.id}`, prefetch: false } : {})}
          />
        );
      },
    },
    {
      key: "type",
      label: "Type",
      kind: "short",
      ...sortOf(path, query, "type"),
      cell: ({ type }) => ruleTypeNames[type].one,
    },
    {
      key: "permission",
      label: "Permission",
      ...sortOf(path, query, "permission"),
      cell: ({ access }) => <LevelBadge level={access} />,
    },
    {
      key: "users",
      label: "Users",
      cell: (rule) => (
        <Some total={rule.userCount} shown={rule.users.length}>
          {rule.users.map(({ id, name, kind }) => (
            <RowBadgeLink
              key={id}
              href={grantHref(rule, id)}
              icon={kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />}
            >
              {name}
            </RowBadgeLink>
          ))}
        </Some>
      ),
    },
    {
      key: "groups",
      label: "Groups",
      cell: (rule) => (
        <Some total={rule.groupCount} shown={rule.groups.length}>
          {rule.groups.map(({ id, name }) => (
            <RowBadgeLink
              key={id}
              tone="outline"
              href={grantHref(rule, id)}
              icon={<UsersRound aria-hidden />}
            >
              {name}
            </RowBadgeLink>
          ))}
        </Some>
      ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (rule) => (
        <IconButton
          label={`Actions for the rule on “${ruleTargetName(rule.type, rule.object)}”`}
          icon={<Ellipsis aria-hidden />}
          {...buttonProps(rule)}
        />
      ),
    },
  ];
  return (
    <>
      <Table label="Access rules" columns={columns} rows={rows} rowKey={({ id }) => id} />
      <RuleMenu workspaceId={workspaceId} target={target} onClose={close} />
    </>
  );
}

function Some({ total, shown, children }: { total: number; shown: number; children: React.ReactNode }) {
  if (total === 0) return <span className="text-muted">–</span>;
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {children}
      {total > shown ? <span className="text-muted">+{(total - shown).toLocaleString("en")}</span> : null}
    </span>
  );
}
