"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { useToast } from "@/components/ui/toast";
import { rulePermissionNames, ruleTargetName } from "@/lib/core/access/rules/rule-names";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";
import { deleteAccessRuleAction } from "../actions";

/** Open at once; the rule is as it was shown when it was asked for. */
export function DeleteRuleDialog({ workspaceId, rule }: { workspaceId: string; rule: AccessRuleRow }) {
  const [open, setOpen] = useState(true);
  const toast = useToast();
  const name = ruleTargetName(rule.type, rule.object);
  const { run, pending, refusal, saveAnyway, sendAnyway } = useAction(deleteAccessRuleAction, {
    onDone: () => {
      setOpen(false);
      toast({ title: `Rule on “${name}” deleted.` });
    },
  });

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title={`Delete the rule on “${name}”?`}
      description={`It grants ${rulePermissionNames[rule.access]} to ${granteesOf(rule)}.`}
      confirmLabel="Delete rule"
      size="wider"
      pending={pending}
      sendAnyway={sendAnyway}
      onConfirm={() => run(workspaceId, { ruleId: rule.id, revision: rule.revision })}
    >
      <OutcomeNotice refusal={refusal} saveAnyway={saveAnyway} />
      {open ? (
        <AccessPreview
          workspaceId={workspaceId}
          change={{ kind: "rule_deleted", ruleId: rule.id }}
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
