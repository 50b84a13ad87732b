"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast";
import { type RuleType, ruleTypeNames, ruleTypes } from "@/lib/core/access/rules/rule-names";
import type { UserId } from "@/lib/core/identifiers";
import { ObjectPicker, type Target } from "../../../_components/access/object-picker";
import type { PrincipalOption } from "../../../_components/access/principal-option";
import { PrincipalPicker } from "../../../_components/access/principal-picker";
import { createGuardAction } from "../actions";

const types = ruleTypes
  .filter((type) => type !== "app_category")
  .map((value) => ({ value, label: ruleTypeNames[value].one }));

const statements = {
  cant_read: { label: "can’t read", allows: false, access: "read" },
  cant_modify: { label: "can’t modify", allows: false, access: "modify" },
  can_read: { label: "can read", allows: true, access: "read" },
  can_modify: { label: "can modify", allows: true, access: "modify" },
} as const;
type Statement = keyof typeof statements;
const statementOptions = (Object.keys(statements) as Statement[]).map((value) => ({
  value,
  label: statements[value].label,
}));

type Draft = {
  name: string;
  principal: PrincipalOption | undefined;
  statement: Statement;
  type: RuleType;
  target: Target | undefined;
};

const blank: Draft = {
  name: "",
  principal: undefined,
  statement: "cant_read",
  type: "project",
  target: undefined,
};

export function NewGuardDialog({ workspaceId }: { workspaceId: string }) {
  const toast = useToast();
  const [draft, setDraft] = useState(blank);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const { run, fieldError, dialog } = useFormDialog(createGuardAction, {
    reset: () => setDraft(blank),
    onDone: () => toast({ title: `Guard “${draft.name.trim()}” added.` }),
  });

  function save() {
    const { name, principal, statement, type, target } = draft;
    const { allows, access } = statements[statement];
    run(workspaceId, {
      ...{ name, allows, access, type, targetId: target?.id ?? "" },
      userId: principal && !principal.isGroup ? (principal.id as UserId) : null,
      groupId: principal?.isGroup ? principal.id : null,
    });
  }

  return (
    <FormDialog
      {...dialog}
      size="wide"
      dismissable={draft === blank}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          Add guard
        </Button>
      }
      title="Add a guard"
      description="It has to be true already. Of a group it is said of each member."
      onSubmit={save}
      submitLabel="Add guard"
    >
      <TextField
        label="Name"
        required
        placeholder="Payroll stays closed"
        maxLength={100}
        value={draft.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        error={fieldError("name")}
      />
      <div className="grid gap-3.5 sm:grid-cols-[1fr_9rem]">
        <PrincipalPicker
          label="User or group"
          required
          workspaceId={workspaceId}
          selected={draft.principal ? [draft.principal] : []}
          onSelectedChange={([principal]) => change({ principal })}
          error={fieldError("principal") ?? fieldError("userId") ?? fieldError("groupId")}
        />
        <SelectField
          label="Statement"
          options={statementOptions}
          value={draft.statement}
          onChange={({ currentTarget }) => change({ statement: currentTarget.value as Statement })}
        />
      </div>
      <div className="grid gap-3.5 sm:grid-cols-[9rem_1fr]">
        <SelectField
          label="Type"
          options={types}
          value={draft.type}
          onChange={({ currentTarget }) =>
            change({ type: currentTarget.value as RuleType, target: undefined })
          }
        />
        <ObjectPicker
          label="Resource"
          required
          oneOnly
          workspaceId={workspaceId}
          type={draft.type}
          selected={draft.target}
          onSelectedChange={(target) => change({ target })}
          error={fieldError("targetId")}
        />
      </div>
    </FormDialog>
  );
}
