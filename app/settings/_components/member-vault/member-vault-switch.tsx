"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import type { ActionState } from "@/components/form/use-action";
import { useAction } from "@/components/form/use-action";
import { Switch } from "@/components/ui/switch";
import type { Changes } from "@/lib/core/vault/effective-work";
import { ChangesList } from "../effective/changes-list";
import type { VaultActions } from "./vault-actions";

/** Turning the vault on shows first what changes for its clients, if anything; turning it off happens at once. */
export function MemberVaultSwitch({
  workspaceId,
  preview: previewAction,
  checked,
  disabled,
  switching,
}: {
  workspaceId: string;
  preview: VaultActions["preview"];
  checked: boolean;
  disabled: boolean;
  switching: ActionState<[string, { enabled: boolean }]>;
}) {
  const [asked, setAsked] = useState(false);
  const [changes, setChanges] = useState<Changes | null>(null);
  const turnOn = () => switching.run(workspaceId, { enabled: true });
  const ask = (found: Changes | null) => {
    setChanges(found);
    setAsked(true);
  };
  const preview = useAction(previewAction, {
    onDone: (found) => (found.total === 0 ? turnOn() : ask(found)),
    onRefused: () => ask(null),
  });

  return (
    <>
      <Switch
        label="Configuration vault is on"
        checked={checked}
        disabled={disabled}
        pending={switching.pending || preview.pending}
        onCheckedChange={(enabled) =>
          enabled ? preview.run(workspaceId, { enabled }) : switching.run(workspaceId, { enabled: false })
        }
        className="mt-px"
      />
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        tone="primary"
        title="Turn on the configuration vault?"
        description="Its clients get these changes when they next start."
        confirmLabel="Turn on the vault"
        onConfirm={() => {
          setAsked(false);
          turnOn();
        }}
      >
        <OutcomeNotice refusal={preview.refusal} />
        {changes ? <ChangesList {...changes} /> : null}
      </ConfirmDialog>
    </>
  );
}
