"use client";

import { useState } from "react";
import { FormDialog } from "@/components/form/form-dialog";
import { SelectField } from "@/components/form/select-field";
import { useFormDialog } from "@/components/form/use-form-dialog";
import { Button } from "@/components/ui/button";
import { type CredentialLimit, credentialLimits } from "@/lib/core/credentials/expiry";
import { limitCredentialsAction } from "../actions";

const anyLength = "any";

/** How long credentials of plain members may live, for those who may change it. */
export function LimitRow({ workspaceId, days }: { workspaceId: string; days: number | null }) {
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-control text-muted">
      <span>
        {days === null
          ? "Members can create credentials that never expire."
          : `Members can create credentials for at most ${days} days.`}
      </span>
      <LimitDialog workspaceId={workspaceId} days={days} />
    </div>
  );
}

function LimitDialog({ workspaceId, days }: { workspaceId: string; days: number | null }) {
  const current = days === null ? anyLength : String(days);
  const [chosen, setChosen] = useState(current);
  const { run, fieldError, dialog } = useFormDialog(limitCredentialsAction, {
    reset: () => setChosen(current),
  });

  return (
    <FormDialog
      {...dialog}
      dismissable={chosen === current}
      trigger={<Button size="small">{days === null ? "Set a maximum" : "Change the maximum"}</Button>}
      title="Maximum lifetime of API credentials"
      description="The maximum applies to members who are not admins, and to programs that create credentials. Existing credentials keep their expiration."
      onSubmit={() =>
        run(workspaceId, {
          days: chosen === anyLength ? null : (Number(chosen) as CredentialLimit),
          seen: days,
        })
      }
      submitLabel="Save maximum"
    >
      <SelectField
        label="Maximum lifetime"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        options={[
          { value: anyLength, label: "No maximum" },
          ...credentialLimits.map((limit) => ({ value: String(limit), label: `${limit} days` })),
        ]}
        error={fieldError("days")}
      />
    </FormDialog>
  );
}
