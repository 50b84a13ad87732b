"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { firstError } from "@/lib/core/vault/checks/check-parsed";
import { withLineFeeds } from "@/lib/core/vault/model/line-ends";
import type { AdminVaultView } from "@/lib/operations/vaults/admin-vault-view";
import { VaultTextEditor } from "../../_components/vault-text-editor";
import { editAdminVaultAction } from "../actions";
import { optionOfGroup } from "./group-picker";
import { type TypedVault, useTypedCheck, VaultFields } from "./vault-fields";

/** Drawn for as long as it is open, with the vault as it was when it was opened. */
export function EditVaultDialog({
  workspaceId,
  vault,
  now,
  onClose,
}: {
  workspaceId: string;
  vault: AdminVaultView;
  now: number;
  onClose: () => void;
}) {
  const router = useRouter();
  // As they were when the dialog was opened: the page may be drawn anew around it, for another workspace even.
  const [drawnFor] = useState(workspaceId);
  const [opened] = useState<TypedVault>(() => ({
    name: vault.name,
    groups: vault.groups.map(optionOfGroup),
    type: vault.type,
    format: vault.format,
    text: withLineFeeds(vault.text ?? ""),
  }));
  const [typed, setTyped] = useState(opened);
  const [turnOff, setTurnOff] = useState(false);
  const [theirs, setTheirs] = useState<AdminVaultView | null>(null);
  const check = useTypedCheck(typed);
  const { run, pending, refusal, fieldError } = useAction(editAdminVaultAction, {
    onDone: (result) => {
      if (result.saved) return onClose();
      setTheirs(result.theirs);
      router.refresh();
    },
  });
  const base = theirs ?? vault;
  const groupIds = typed.groups.map(({ id }) => id);
  const hasErrors = firstError(check.diagnostics) !== undefined;

  return (
    <FormDialog
      open
      onOpenChange={onClose}
      size="widest"
      dismissable={theirs === null && isSame(typed, opened)}
      title={`Edit “${vault.name}”`}
      description="Clients receive the change from their next start."
      refusal={refusal}
      pending={pending}
      onSubmit={() =>
        run(drawnFor, {
          vaultId: vault.id,
          name: typed.name,
          groupIds,
          format: typed.format,
          text: typed.text,
          turnOff: turnOff && hasErrors,
          base: { revision: base.revision, name: base.name, groupIds: base.groups.map(({ id }) => id) },
        })
      }
      submitLabel={theirs ? "Replace with mine" : "Save vault"}
      cancelLabel={theirs ? "Discard mine" : "Cancel"}
    >
      {vault.text === null ? (
        <Notice tone="danger" title="The stored text can’t be read.">
          Write it again below. Saving replaces it.
        </Notice>
      ) : null}
      {theirs ? <Conflict theirs={theirs} now={now} /> : null}
      <VaultFields
        workspaceId={drawnFor}
        typed={typed}
        onTypedChange={setTyped}
        check={check}
        fieldError={fieldError}
        typeStays
      />
      {hasErrors && base.enabled ? (
        <Checkbox
          label="Turn the vault off and keep this text"
          hint="A vault that is on can’t hold errors: clients would ignore all of it."
          checked={turnOff}
          onChange={(event) => setTurnOff(event.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  );
}

/** What was saved, beside what is not: nothing of either is lost. */
function Conflict({ theirs, now }: { theirs: AdminVaultView; now: number }) {
  const groups = theirs.groups.map(({ name }) => name).join(", ") || "none";
  return (
    <div role="alert" className="flex flex-col gap-3">
      <Notice tone="warn" title="Somebody saved this vault while you were editing it.">
        Its text is from {theirs.edited.byName}, <RelativeTime at={theirs.edited.at} now={now} />. The saved
        name is “{theirs.name}”, the groups: {groups}. Your changes are below and not saved.
      </Notice>
      <VaultTextEditor
        text={withLineFeeds(theirs.text ?? "")}
        format={theirs.format}
        label="The text that was saved"
        readOnly
      />
    </div>
  );
}

function isSame(one: TypedVault, other: TypedVault): boolean {
  const idsOf = ({ groups }: TypedVault) => groups.map(({ id }) => id).join();
  return (
    one.name === other.name &&
    one.text === other.text &&
    one.format === other.format &&
    idsOf(one) === idsOf(other)
  );
}
