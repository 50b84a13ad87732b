"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { useAction } from "@/components/form/use-action";
import { Checkbox } from "@/components/ui/checkbox";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { firstError } from "@/lib/core/vault/checks/check-parsed";
import { withLineFeeds } from "@/lib/core/vault/model/line-ends";
import type { AdminVaultView } from "@/lib/operations/vaults/admin-vault-view";
import { TextMerge } from "../../_components/vault-text/text-merge";
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
  // The page may be rendered again around the dialog, for another workspace even.
  const [drawnFor] = useState(workspaceId);
  /** What the typed values began with, or were merged with. */
  const [base, setBase] = useState(vault);
  const opened = typedOf(base);
  const [typed, setTyped] = useState(opened);
  const [turnOff, setTurnOff] = useState(false);
  const [theirs, setTheirs] = useState<AdminVaultView | null>(null);
  const [isMerged, setIsMerged] = useState(false);
  const check = useTypedCheck(typed);
  const { run, pending, refusal, fieldError } = useAction(editAdminVaultAction, {
    onDone: (result) => {
      if (result.saved) onClose();
      else setTheirs(result.theirs);
    },
  });
  const current = theirs ?? base;
  const isDirty = !isSame(typed, opened);
  const groupIds = typed.groups.map(({ id }) => id);
  const hasErrors = firstError(check.diagnostics) !== undefined;

  function close() {
    onClose();
    if (current !== vault) router.refresh();
  }

  function merge(saved: AdminVaultView, text: string) {
    setTyped({ ...mergeFields(opened, typed, typedOf(saved)), text });
    setBase(saved);
    setTheirs(null);
    setIsMerged(true);
  }

  return (
    <FormDialog
      open
      onOpenChange={close}
      size="widest"
      dismissable={theirs === null && !isDirty}
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
          base: {
            revision: current.revision,
            name: current.name,
            groupIds: current.groups.map(({ id }) => id),
          },
        })
      }
      submitLabel={theirs ? "Replace with my version" : "Save vault"}
      cancelLabel={theirs ? "Discard my version" : "Cancel"}
    >
      {vault.text === null ? (
        <Notice tone="danger" title="The stored text can’t be read.">
          Write it again below. Saving replaces it.
        </Notice>
      ) : null}
      {theirs ? (
        <Conflict
          theirs={theirs}
          now={now}
          merge={
            <TextMerge
              key={theirs.revision}
              base={opened}
              mine={typed}
              theirs={typedOf(theirs)}
              onMerge={(text) => merge(theirs, text)}
            />
          }
        />
      ) : null}
      <LiveRegion role="status">
        {isMerged ? (
          <Notice tone="warn">Both versions were merged. Review the result, then save it.</Notice>
        ) : null}
      </LiveRegion>
      <VaultFields
        workspaceId={drawnFor}
        typed={typed}
        onTypedChange={setTyped}
        check={check}
        fieldError={fieldError}
        typeStays
      />
      {hasErrors && current.enabled ? (
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

/** What was saved, above what is not. */
function Conflict({ theirs, now, merge }: { theirs: AdminVaultView; now: number; merge: ReactNode }) {
  const groups = theirs.groups.map(({ name }) => name).join(", ") || "none";
  return (
    <div className="flex flex-col gap-3">
      <div role="alert">
        <Notice tone="warn" title="Somebody saved this vault while you were editing it.">
          Its text is from {theirs.edited.byName}, <RelativeTime at={theirs.edited.at} now={now} />. The saved
          name is “{theirs.name}”, the groups: {groups}. Your changes are below and not saved.
        </Notice>
      </div>
      <VaultTextEditor
        text={withLineFeeds(theirs.text ?? "")}
        format={theirs.format}
        label="The text that was saved"
        readOnly
      />
      {merge}
    </div>
  );
}

function typedOf({ name, groups, type, format, text }: AdminVaultView): TypedVault {
  return { name, groups: groups.map(optionOfGroup), type, format, text: withLineFeeds(text ?? "") };
}

/** A field that only one of both changed is as that one left it; of the groups, what either added or removed. */
function mergeFields(base: TypedVault, mine: TypedVault, theirs: TypedVault): TypedVault {
  const has = ({ groups }: TypedVault, { id }: { id: string }) => groups.some((group) => group.id === id);
  const kept = theirs.groups.filter((group) => has(mine, group) || !has(base, group));
  const added = mine.groups.filter((group) => !has(base, group) && !has(theirs, group));
  const name = mine.name === base.name ? theirs.name : mine.name;
  return { ...mine, name, groups: [...kept, ...added] };
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
