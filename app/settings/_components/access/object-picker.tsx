"use client";

import { Field, type FieldProps } from "@/components/form/field";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { type RuleObject, type RuleType, ruleTargetName } from "@/lib/core/access/rules/rule-names";
import { findRuleObjectsAction } from "../../access-rules/actions";
import { ResourceIcon } from "./resource-icon";

/** An object of a type, or with null all of the type. */
export type Target = RuleObject | null;

export type ObjectPickerProps = Pick<FieldProps, "label" | "hint" | "error" | "required"> & {
  workspaceId: string;
  type: RuleType;
  /** All of the type can't be chosen. */
  oneOnly?: boolean;
  /** Undefined while nothing is chosen. */
  selected: Target | undefined;
  onSelectedChange: (selected: Target | undefined) => void;
};

const everyId = "all";

/** Chooses all of a type or one object of it; the server searches while one types. */
export function ObjectPicker({
  workspaceId,
  type,
  oneOnly = false,
  selected,
  onSelectedChange,
  ...field
}: ObjectPickerProps) {
  const optionOf = (target: Target): TargetOption => ({
    id: target?.id ?? everyId,
    target,
    label: target?.name ?? ruleTargetName(type, null),
    ...(target?.path ? { detail: `in ${target.path.replaceAll("/", " / ")}` } : {}),
    icon: <ResourceIcon type={type} />,
  });

  async function search(query: string): Promise<TargetOption[]> {
    const outcome = await findRuleObjectsAction(workspaceId, { type, search: query.slice(0, 100) });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    const everything =
      !oneOnly && ruleTargetName(type, null).toLowerCase().includes(query.trim().toLowerCase());
    return [...(everything ? [null] : []), ...outcome.value.objects].map(optionOf);
  }

  return (
    <Field {...field}>
      {(control) => (
        <Combobox
          {...control}
          key={type}
          search={search}
          selected={selected === undefined ? [] : [optionOf(selected)]}
          onSelectedChange={(chosen) => onSelectedChange((chosen[0] as TargetOption | undefined)?.target)}
          placeholder="Name, path or ID"
          emptyText="Nothing found"
        />
      )}
    </Field>
  );
}

type TargetOption = ComboboxOption & { target: Target };
