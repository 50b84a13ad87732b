"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { FormDialog } from "@/components/form/form-dialog";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { useToast } from "@/components/ui/toast";
import { ruleTargetName } from "@/lib/core/access/rules/rule-names";
import { createAccessRuleAction } from "../actions";
import { blankDraft, inputOf, isSameDraft, plannedBy, type RuleDraft, withPrincipal } from "./rule-draft";
import { RuleFields } from "./rule-fields";

/** Open at once. */
export function NewRuleDialog({
  workspaceId,
  initial = blankDraft,
}: {
  workspaceId: string;
  /** What the form contains when it opens. */
  initial?: RuleDraft | undefined;
}) {
  const toast = useToast();
  const [draft, setDraft] = useState(initial);
  const { run, fieldError, dialog } = useFormDialog(createAccessRuleAction, {
    startsOpen: true,
    onDone: () => toast({ title: `Rule on “${ruleTargetName(draft.type, draft.target ?? null)}” added.` }),
  });

  return (
    <FormDialog
      {...dialog}
      size="wider"
      dismissable={isSameDraft(draft, initial)}
      title="Add an access rule"
      description="A rule on a project also applies to everything in it."
      onSubmit={() => run(workspaceId, inputOf(draft))}
      submitLabel="Add rule"
    >
      <RuleFields workspaceId={workspaceId} draft={draft} onDraftChange={setDraft} fieldError={fieldError} />
      <AccessPreview
        workspaceId={workspaceId}
        change={plannedBy(draft, null)}
        refusal={dialog.refusal}
        isBeingMade={dialog.pending}
        onAdd={(missing) => setDraft(withPrincipal(draft, missing))}
      />
    </FormDialog>
  );
}
