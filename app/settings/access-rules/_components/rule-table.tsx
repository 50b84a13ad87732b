"use client";

import dynamic from "next/dynamic";
import { explainHref, grantHref, whoCanHref } from "@/app/_components/access/question-href";
import { sortOf } from "@/app/_components/list/list-href";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Bot, CircleQuestionMark, Pencil, Trash2, Users, UsersRound } from "@/components/ui/icons";
import { BareRowLink, RowIconLink } from "@/components/ui/row-link";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { RuleQuery } from "@/lib/core/access/rules/forms";
import { ruleTargetName, ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";
import { ResourceIcon } from "../../_components/access/resource-icon";
import { LevelBadge } from "./level-badge";

const dialogs = {
  edit: () => import("./edit-rule-dialog"),
  delete: () => import("./delete-rule-dialog"),
};
const EditRuleDialog = dynamic(() => dialogs.edit().then((file) => file.EditRuleDialog));
const DeleteRuleDialog = dynamic(() => dialogs.delete().then((file) => file.DeleteRuleDialog));

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
  const { asked, buttonProps } = useRowDialogs<keyof typeof dialogs, AccessRuleRow>(dialogs);
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
      ...sortOf(path, query, "type"),
      cell: ({ type }) => <span className="whitespace-nowrap">{ruleTypeNames[type].one}</span>,
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
            <BareRowLink key={id} href={grantHref(rule, id)} prefetch={false} className={grantLook}>
              <Badge
                icon={kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />}
              >
                {name}
              </Badge>
            </BareRowLink>
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
            <BareRowLink key={id} href={grantHref(rule, id)} prefetch={false} className={grantLook}>
              <Badge tone="outline" icon={<UsersRound aria-hidden />}>
                {name}
              </Badge>
            </BareRowLink>
          ))}
        </Some>
      ),
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (rule) => (
        <>
          {rule.object ? (
            <RowIconLink
              label={`Who can access “${rule.object.name}”`}
              icon={<Users aria-hidden />}
              href={whoCanHref({ object: rule.object.id })}
            />
          ) : (
            <RowIconLink
              label={`Explain the rule on “${ruleTargetName(rule.type, null)}”`}
              icon={<CircleQuestionMark aria-hidden />}
              href={explainHref({ subject: firstNamed(rule), can: rule.access })}
            />
          )}
          <IconButton
            label={`Edit the rule on “${ruleTargetName(rule.type, rule.object)}”`}
            icon={<Pencil aria-hidden />}
            {...buttonProps("edit", rule)}
          />
          <IconButton
            label={`Delete the rule on “${ruleTargetName(rule.type, rule.object)}”`}
            icon={<Trash2 aria-hidden />}
            {...buttonProps("delete", rule)}
          />
        </>
      ),
    },
  ];
  return (
    <>
      <Table label="Access rules" columns={columns} rows={rows} rowKey={({ id }) => id} />
      {asked?.of === "edit" ? (
        <EditRuleDialog key={asked.key} workspaceId={workspaceId} rule={asked.row} />
      ) : null}
      {asked?.of === "delete" ? (
        <DeleteRuleDialog key={asked.key} workspaceId={workspaceId} rule={asked.row} />
      ) : null}
    </>
  );
}

const grantLook = "min-w-0 rounded-text hover:underline";

/** Whom a question about a rule is about at first. */
function firstNamed({ groups: [group], users: [user] }: AccessRuleRow): string {
  return group?.id ?? user?.id ?? "";
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
