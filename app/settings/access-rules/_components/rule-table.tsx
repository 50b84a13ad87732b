import { Bot, Users, UsersRound } from "lucide-react";
import { whoCanHref } from "@/app/_components/access/question-href";
import { sortOf } from "@/app/_components/list/list-href";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IconButtonLink } from "@/components/ui/button";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { type RuleQuery, ruleTargetName, ruleTypeNames } from "@/lib/core/access/rules/forms";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";
import { ResourceIcon } from "../../_components/access/resource-icon";
import { DeleteRuleDialog } from "./delete-rule-dialog";
import { EditRuleDialog } from "./edit-rule-dialog";
import { LevelBadge } from "./level-badge";

const pages: Partial<Record<AccessRuleRow["type"], string>> = {
  project: "/projects",
  task: "/projects/tasks",
  model: "/projects/models",
  queue: "/projects/queues",
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
      cell: ({ users, userCount }) => (
        <Some total={userCount} shown={users.length}>
          {users.map(({ id, name, kind }) => (
            <Badge
              key={id}
              icon={kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />}
            >
              {name}
            </Badge>
          ))}
        </Some>
      ),
    },
    {
      key: "groups",
      label: "Groups",
      cell: ({ groups, groupCount }) => (
        <Some total={groupCount} shown={groups.length}>
          {groups.map(({ id, name }) => (
            <Badge key={id} tone="outline" icon={<UsersRound aria-hidden />}>
              {name}
            </Badge>
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
            <IconButtonLink
              label={`Who can access “${rule.object.name}”`}
              icon={<Users aria-hidden />}
              href={whoCanHref({ object: rule.object.id })}
              prefetch={false}
            />
          ) : null}
          <EditRuleDialog workspaceId={workspaceId} rule={rule} />
          <DeleteRuleDialog workspaceId={workspaceId} rule={rule} />
        </>
      ),
    },
  ];
  return <Table label="Access rules" columns={columns} rows={rows} rowKey={({ id }) => id} />;
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
