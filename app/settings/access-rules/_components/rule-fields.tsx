"use client";

import { SelectField } from "@/components/form/select-field";
import { Segmented } from "@/components/ui/segmented";
import {
  type RulePermission,
  type RuleType,
  rulePermissionNames,
  rulePermissions,
  ruleTypeNames,
  ruleTypes,
} from "@/lib/core/access/rules/rule-names";
import { ObjectPicker } from "../../_components/access/object-picker";
import { PrincipalPicker } from "../../_components/access/principal-picker";
import type { RuleDraft } from "./rule-draft";

const types = ruleTypes.map((value) => ({ value, label: ruleTypeNames[value].one }));
const permissions = rulePermissions.map((value) => ({ value, label: rulePermissionNames[value] }));

export function RuleFields({
  workspaceId,
  draft,
  former,
  onDraftChange,
  fieldError,
}: {
  workspaceId: string;
  draft: RuleDraft;
  /** The rule as it is, where there is one. */
  former?: RuleDraft;
  onDraftChange: (draft: RuleDraft) => void;
  fieldError: (name: string) => string | undefined;
}) {
  return (
    <>
      <div className="grid items-start gap-3.5 sm:grid-cols-[9rem_minmax(0,1fr)_auto]">
        <SelectField
          label="Type"
          options={types}
          value={draft.type}
          onChange={({ currentTarget }) =>
            onDraftChange({ ...draft, type: currentTarget.value as RuleType, target: undefined })
          }
        />
        <ObjectPicker
          label="Resource"
          required
          workspaceId={workspaceId}
          type={draft.type}
          selected={draft.target}
          onSelectedChange={(target) => onDraftChange({ ...draft, target })}
          error={fieldError("targetId")}
        />
        <div className="flex flex-col gap-1">
          <span aria-hidden className="text-control font-name">
            Permission
          </span>
          <Segmented
            label="Permission"
            className="self-start"
            options={permissions}
            value={draft.access}
            onValueChange={(access) => onDraftChange({ ...draft, access: access as RulePermission })}
          />
        </div>
      </div>
      <PrincipalPicker
        label="Users and groups"
        required
        multiple
        workspaceId={workspaceId}
        selected={draft.principals}
        former={former?.principals}
        onSelectedChange={(principals) => onDraftChange({ ...draft, principals })}
        error={fieldError("principals") ?? fieldError("userIds") ?? fieldError("groupIds")}
      />
    </>
  );
}
