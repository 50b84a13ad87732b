"use client";

import { useRouter } from "next/navigation";
import { type ListQuery, listHref } from "@/app/_components/list/list-href";
import { Field } from "@/components/form/field";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { type RuleObject, type RuleType, ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import { searchPrincipals } from "../../_components/access/principal-picker";
import { ResourceIcon } from "../../_components/access/resource-icon";
import { findRuleObjectsAction } from "../actions";

type PickerProps = {
  workspaceId: string;
  /** The page that asks, and its query; the choice goes into the address. */
  path: string;
  query: ListQuery;
};

type Selected = { id: string; name: string } | null;

/** Chooses whom a question is about. */
export function SubjectPicker({ workspaceId, path, query, selected }: PickerProps & { selected: Selected }) {
  return (
    <QuestionPicker
      label="User, service account or group"
      placeholder="Name"
      column="subject"
      path={path}
      query={query}
      selected={selected && { id: selected.id, label: selected.name }}
      search={(text) => searchPrincipals(workspaceId, text)}
    />
  );
}

/** Chooses the user for whom a service account would do it; none is the account itself. */
export function OwnerPicker({ workspaceId, path, query, selected }: PickerProps & { selected: Selected }) {
  return (
    <QuestionPicker
      label="On behalf of"
      optional
      placeholder="Name"
      column="owner"
      path={path}
      query={query}
      selected={selected && { id: selected.id, label: selected.name }}
      search={async (text) => (await searchPrincipals(workspaceId, text)).filter(({ isGroup }) => !isGroup)}
    />
  );
}

/** Chooses the object that a question is about, of any type. */
export function ResourcePicker({
  workspaceId,
  path,
  query,
  selected,
}: PickerProps & { selected: (RuleObject & { type: RuleType }) | null }) {
  async function search(text: string): Promise<ComboboxOption[]> {
    const outcome = await findRuleObjectsAction(workspaceId, { search: text.slice(0, 100) });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.objects.map(optionOf);
  }
  return (
    <QuestionPicker
      label="Resource"
      placeholder="Name, path or ID"
      column="object"
      path={path}
      query={query}
      selected={selected && optionOf(selected)}
      search={search}
    />
  );
}

function optionOf({ id, type, name, path }: RuleObject & { type: RuleType }): ComboboxOption {
  const kind = ruleTypeNames[type].one;
  return {
    id,
    label: name,
    detail: path ? `${kind} in ${path.replaceAll("/", " / ")}` : kind,
    icon: <ResourceIcon type={type} />,
  };
}

function QuestionPicker({
  label,
  optional = false,
  placeholder,
  column,
  path,
  query,
  selected,
  search,
}: {
  label: string;
  optional?: boolean;
  placeholder: string;
  column: "subject" | "object" | "owner";
  path: string;
  query: ListQuery;
  selected: ComboboxOption | null;
  search: (text: string) => Promise<readonly ComboboxOption[]>;
}) {
  const router = useRouter();
  return (
    <Field label={label} optional={optional} className="min-w-0 flex-1 basis-64">
      {(control) => (
        <Combobox
          {...control}
          search={search}
          selected={selected ? [selected] : []}
          onSelectedChange={([chosen]) =>
            router.push(
              listHref(path, { ...query, [column]: chosen?.id ?? "", search: "", page: 1 }) as never,
              { scroll: false },
            )
          }
          placeholder={placeholder}
          emptyText="Nothing found"
        />
      )}
    </Field>
  );
}
