"use client";

import dynamic from "next/dynamic";
import { explainHref, whoCanHref } from "@/app/_components/access/question-href";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { CircleQuestionMark, Pencil, Trash2, Users } from "@/components/ui/icons";
import { MenuItem, MenuLink, MenuSeparator, RowMenu, type RowMenuTarget } from "@/components/ui/menu";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";

const dialogs = {
  edit: () => import("./edit-rule-dialog"),
  delete: () => import("./delete-rule-dialog"),
};
const EditRuleDialog = dynamic(() => dialogs.edit().then((file) => file.EditRuleDialog));
const DeleteRuleDialog = dynamic(() => dialogs.delete().then((file) => file.DeleteRuleDialog));

/** The menu of the rows of access rules, and the dialogs that it opens. */
export function RuleMenu({
  workspaceId,
  target,
  onClose,
}: {
  workspaceId: string;
  target: RowMenuTarget<AccessRuleRow> | null;
  onClose: () => void;
}) {
  const { asked, itemProps } = useRowDialogs<keyof typeof dialogs, AccessRuleRow>(dialogs);
  const rule = target?.row;
  return (
    <>
      <RowMenu target={target} onClose={onClose}>
        {rule ? (
          <>
            {rule.object ? (
              <MenuLink
                href={whoCanHref({ object: rule.object.id })}
                icon={<Users aria-hidden />}
                prefetch={false}
              >
                Who can access it
              </MenuLink>
            ) : (
              <MenuLink
                href={explainHref({ subject: firstNamed(rule), can: rule.access })}
                icon={<CircleQuestionMark aria-hidden />}
                prefetch={false}
              >
                Explain the rule
              </MenuLink>
            )}
            <MenuItem icon={<Pencil aria-hidden />} {...itemProps("edit", rule)}>
              Edit
            </MenuItem>
            <MenuSeparator />
            <MenuItem tone="danger" icon={<Trash2 aria-hidden />} {...itemProps("delete", rule)}>
              Delete
            </MenuItem>
          </>
        ) : null}
      </RowMenu>
      {asked?.of === "edit" ? (
        <EditRuleDialog key={asked.key} workspaceId={workspaceId} rule={asked.row} />
      ) : null}
      {asked?.of === "delete" ? (
        <DeleteRuleDialog key={asked.key} workspaceId={workspaceId} rule={asked.row} />
      ) : null}
    </>
  );
}

/** Whom a question about a rule is about at first. */
function firstNamed({ groups: [group], users: [user] }: AccessRuleRow): string {
  return group?.id ?? user?.id ?? "";
}
