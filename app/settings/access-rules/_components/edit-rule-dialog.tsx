"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { FormDialog } from "@/components/form/form-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useToast } from "@/components/ui/toast";
import { rulePermissionNames, ruleTargetName } from "@/lib/core/access/rules/rule-names";
import type { AccessRuleRow, AccessRuleView } from "@/lib/operations/access/rule-list";
import { editAccessRuleAction, findAccessRuleAction } from "../actions";
import { draftOf, inputOf, isSameDraft, plannedBy, type RuleDraft, withPrincipal } from "./rule-draft";
import { RuleFields } from "./rule-fields";

type Opened = { rule: AccessRuleView; draft: RuleDraft };

/** Open at once. The row shows some of the users and groups, so the whole rule is read first. */
export function EditRuleDialog({
  workspaceId,
  rule,
  raises = false,
}: {
  workspaceId: string;
  rule: Pick<AccessRuleRow, "id" | "type" | "object">;
  /** Opens with Read & modify chosen. */
  raises?: boolean;
}) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [theirs, setTheirs] = useState<AccessRuleView | null>(null);
  const toast = useToast();
  const name = ruleTargetName(rule.type, rule.object);
  const reading = useAction(findAccessRuleAction, {
    onDone: (found) => {
      const draft = draftOf(found);
      setOpened({ rule: found, draft: raises ? { ...draft, access: "modify" } : draft });
    },
  });
  const { run, fieldError, dialog } = useFormDialog(editAccessRuleAction, {
    startsOpen: true,
    staysOpen: (result) => !result.saved,
    onDone: (result) => {
      setTheirs(result.saved ? null : result.theirs);
      if (result.saved) toast({ title: `Rule on “${name}” saved.` });
    },
  });
  const read = useEffectEvent(() => reading.run(workspaceId, { ruleId: rule.id }));
  useEffect(() => void read(), []);

  function save() {
    if (!opened) return;
    const { revision } = theirs ?? opened.rule;
    run(workspaceId, { ruleId: rule.id, revision, ...inputOf(opened.draft) });
  }

  return (
    <FormDialog
      {...dialog}
      size="wider"
      dismissable={!opened || isSameDraft(opened.draft, draftOf(opened.rule))}
      title={`Edit the rule on “${name}”`}
      description="The change applies to the next request of everybody concerned."
      onSubmit={save}
      submitLabel={theirs ? "Replace with my version" : "Save rule"}
      cancelLabel={theirs ? "Discard my version" : "Cancel"}
    >
      <OutcomeNotice refusal={reading.refusal} />
      <LiveRegion role="alert">{theirs ? <Conflict theirs={theirs} /> : null}</LiveRegion>
      {opened ? (
        <>
          <RuleFields
            workspaceId={workspaceId}
            draft={opened.draft}
            former={draftOf(opened.rule)}
            onDraftChange={(draft) => setOpened({ ...opened, draft })}
            fieldError={fieldError}
          />
          <AccessPreview
            workspaceId={workspaceId}
            refusal={dialog.refusal}
            isBeingMade={dialog.pending}
            onAdd={(missing) => setOpened({ ...opened, draft: withPrincipal(opened.draft, missing) })}
            change={isSameDraft(opened.draft, draftOf(opened.rule)) ? null : plannedBy(opened.draft, rule.id)}
          />
        </>
      ) : reading.refusal ? null : (
        <Skeleton className="h-44" />
      )}
    </FormDialog>
  );
}

function Conflict({ theirs }: { theirs: AccessRuleView }) {
  const named = [...theirs.groups, ...theirs.users].map(({ name }) => name);
  return (
    <Notice tone="warn" title="Somebody changed this rule while you were editing it.">
      The saved rule grants {rulePermissionNames[theirs.access]} on “
      {ruleTargetName(theirs.type, theirs.object)}” to {named.join(", ")}. Your changes are below and not
      saved.
    </Notice>
  );
}
