"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { IconButton } from "@/components/ui/button";
import { rulePermissionNames, ruleTargetName } from "@/lib/core/access/rules/forms";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";
import { deleteAccessRuleAction } from "../actions";

export function DeleteRuleDialog({ workspaceId, rule }: { workspaceId: string; rule: AccessRuleRow }) {
  const [open, setOpen] = useState(false);
  // As it was when the dialog was opened: the page may be rendered again around it.
  const [seen, setSeen] = useState(rule);
  const { run, pending, refusal, clear, saveAnyway } = useAction(deleteAccessRuleAction, {
    onDone: () => setOpen(false),
  });
  const name = ruleTargetName(seen.type, seen.object);

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        clear();
        setSeen(rule);
        setOpen(next);
      }}
      trigger={<IconButton label={`Delete the rule on “${name}”`} icon={<Trash2 aria-hidden />} />}
      title={`Delete the rule on “${name}”?`}
      description={`It grants ${rulePermissionNames[seen.access]} to ${granteesOf(seen)}.`}
      confirmLabel="Delete rule"
      size="wide"
      pending={pending}
      onConfirm={() => run(workspaceId, { ruleId: seen.id, revision: seen.revision })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
      {open ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={{ kind: "rule_deleted", ruleId: seen.id }}
          label="If you delete it"
          refusal={refusal}
          isBeingMade={pending}
        />
      ) : null}
    </ConfirmDialog>
  );
}

function granteesOf({ users, groups, userCount, groupCount }: AccessRuleRow): string {
  const named = [...groups, ...users].map(({ name }) => name);
  const more = userCount + groupCount - named.length;
  return more > 0 ? `${named.join(", ")} and ${more.toLocaleString("en")} more` : named.join(", ");
}
