"use client";

import { useState } from "react";
import { CodeField } from "@/app/_components/code-field";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { confirmSecondFactorAction, startSecondFactorAction } from "../two-factor-actions";
import { RecoveryCodes } from "./recovery-codes";

type Step =
  | { at: "who" }
  | { at: "app"; secret: string; picture: string }
  | { at: "codes"; recoveryCodes: string[] };

/** Stays on the page when it is turned on: its last step shows the recovery codes, which are never shown again. */
export function TurnOnDialog({
  workspaceId,
  hasPassword,
  isOn,
}: {
  workspaceId: string;
  hasPassword: boolean;
  isOn: boolean;
}) {
  const [step, setStep] = useState<Step | null>(null);
  const start = useAction(startSecondFactorAction, {
    onDone: (made) => setStep({ at: "app", ...made }),
  });
  const confirm = useAction(confirmSecondFactorAction, {
    onDone: ({ recoveryCodes }) => setStep({ at: "codes", recoveryCodes }),
  });

  function change(open: boolean) {
    setStep(open ? { at: "who" } : null);
    start.clear();
    confirm.clear();
  }

  const shared = {
    open: step !== null,
    onOpenChange: change,
    title: "Turn on two-factor authentication",
    trigger: isOn ? undefined : <Button>Turn on</Button>,
  };

  if (step?.at === "codes") {
    return (
      <Dialog
        {...shared}
        title="Two-factor authentication is on"
        description="Your other sessions stay signed in. You need a code the next time you sign in."
        dismissable={false}
        footer={
          <Button variant="primary" onClick={() => change(false)}>
            I have stored the codes
          </Button>
        }
      >
        <RecoveryCodes codes={step.recoveryCodes} />
      </Dialog>
    );
  }

  if (step?.at === "app") {
    return (
      <FormDialog
        {...shared}
        key="app"
        description="Scan the QR code with your authenticator app, or enter the key in the app. Then enter the code that the app shows."
        onSubmit={(data) => confirm.run(workspaceId, { code: String(data.get("code")) })}
        refusal={confirm.refusal}
        pending={confirm.pending}
        submitLabel="Turn on"
      >
        <div className="flex flex-wrap items-center gap-4">
          {/* biome-ignore lint/performance/noImgElement: the picture is drawn in the page and comes from nowhere */}
          <img
            alt="The key as a QR code"
            width={176}
            height={176}
            className="rounded-block bg-white"
            src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(step.picture)}`}
          />
          <div className="min-w-0 flex-1 basis-48">
            <p className="text-control font-name">Key</p>
            <code className="[overflow-wrap:anywhere]">{inGroups(step.secret)}</code>
            <CopyButton value={step.secret} label="Copy the key" className="mt-2 block" />
          </div>
        </div>
        <CodeField hint="Six digits. The code changes every 30 seconds." error={confirm.fieldError("code")} />
      </FormDialog>
    );
  }

  return (
    <FormDialog
      {...shared}
      key="who"
      description={hasPassword ? "Enter your password to confirm that it is you." : undefined}
      onSubmit={(data) => start.run(workspaceId, { password: String(data.get("password") ?? "") })}
      refusal={start.refusal}
      pending={start.pending}
      submitLabel="Continue"
    >
      {hasPassword ? (
        <TextField
          label="Current password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={start.fieldError("password")}
        />
      ) : (
        <p className="text-control text-muted">
          You need an authenticator app, such as the one built into your password manager or phone.
        </p>
      )}
    </FormDialog>
  );
}

function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, "$1 ");
}
