"use client";

import dynamic from "next/dynamic";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { Button } from "@/components/ui/button";
import { Pencil, Plus } from "@/components/ui/icons";
import type { AccessRuleRow } from "@/lib/operations/access/rule-list";
import type { RuleDraft } from "./rule-draft";

const dialogs = {
  add: () => import("./new-rule-dialog"),
  raise: () => import("./edit-rule-dialog"),
};
const NewRuleDialog = dynamic(() => dialogs.add().then((file) => file.NewRuleDialog));
const EditRuleDialog = dynamic(() => dialogs.raise().then((file) => file.EditRuleDialog));

/** Opens the form of a new rule. */
export function NewRuleButton({
  workspaceId,
  initial,
  label,
}: {
  workspaceId: string;
  /** What the form contains when it opens. */
  initial?: RuleDraft;
  /** For a small one among others: its whole name. */
  label?: string;
}) {
  const { asked, buttonProps } = useRowDialogs<"add", null>(dialogs);
  return (
    <>
      <Button
        variant={label ? "secondary" : "primary"}
        size={label ? "small" : "medium"}
        icon={<Plus aria-hidden />}
        aria-label={label}
        {...buttonProps("add", null)}
      >
        Add rule
      </Button>
      {asked ? <NewRuleDialog key={asked.key} workspaceId={workspaceId} initial={initial} /> : null}
    </>
  );
}

/** Opens a rule with Read & modify chosen. */
export function RaiseRuleButton({
  workspaceId,
  rule,
  label,
}: {
  workspaceId: string;
  rule: Pick<AccessRuleRow, "id" | "type" | "object">;
  label: string;
}) {
  const { asked, buttonProps } = useRowDialogs<"raise", typeof rule>(dialogs);
  return (
    <>
      <Button size="small" icon={<Pencil aria-hidden />} aria-label={label} {...buttonProps("raise", rule)}>
        Edit rule
      </Button>
      {asked ? <EditRuleDialog key={asked.key} workspaceId={workspaceId} rule={asked.row} raises /> : null}
    </>
  );
}
