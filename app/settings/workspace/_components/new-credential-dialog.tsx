"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { ExpiryChoice } from "@/lib/core/credentials/expiry";
import type { ClientSettings } from "@/lib/core/credentials/snippets";
import { createCredentialsAction } from "../actions";
import { type Created, CreatedCredentialsDialog } from "./created-credentials-dialog";

const expiries: { value: ExpiryChoice; label: string }[] = [
  { value: "never", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "60", label: "In 60 days" },
  { value: "90", label: "In 90 days" },
  { value: "date", label: "On a date" },
];

const blank = { label: "", expires: "never" as ExpiryChoice, date: "" };

export function NewCredentialDialog({
  workspace,
  addresses,
  open,
  onOpenChange,
}: {
  workspace: { id: string; name: string };
  addresses: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [wanted, setWanted] = useState(blank);
  const [created, setCreated] = useState<Created | null>(null);
  const { run, pending, refusal, fieldError, clear } = useAction(createCredentialsAction, {
    onDone: (value) => {
      setCreated(value);
      setWanted(blank);
      onOpenChange(false);
    },
  });

  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!next) {
            setWanted(blank);
            clear();
          }
          onOpenChange(next);
        }}
        dismissable={!pending && wanted.label === ""}
        title="Create API credentials"
        description={`They act as you in ${workspace.name}, and receive your configuration vault there.`}
        onSubmit={() => run(workspace.id, wanted)}
        refusal={refusal}
        footer={
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={pending}>
              Create credentials
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3.5">
          <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
          <TextField
            label="Label"
            optional
            hint="Where they will be used: a machine, a cluster, a job."
            value={wanted.label}
            onChange={(event) => setWanted({ ...wanted, label: event.currentTarget.value })}
            error={fieldError("label")}
          />
          <SelectField
            label="Expire"
            value={wanted.expires}
            onChange={(event) => setWanted({ ...wanted, expires: event.currentTarget.value as ExpiryChoice })}
            options={expiries}
            error={fieldError("expires")}
          />
          {wanted.expires === "date" ? (
            <TextField
              label="Last day"
              type="date"
              hint="They work until the end of this day, in UTC."
              value={wanted.date}
              onChange={(event) => setWanted({ ...wanted, date: event.currentTarget.value })}
              error={fieldError("date")}
            />
          ) : null}
        </div>
      </Dialog>
      <CreatedCredentialsDialog
        workspaceName={workspace.name}
        addresses={addresses}
        created={created}
        onClose={() => setCreated(null)}
      />
    </>
  );
}
