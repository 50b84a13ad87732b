"use client";

import { useRef, useState } from "react";
import { NewPasswordField } from "@/app/_components/new-password-field";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { changePasswordAction } from "../actions";

export function PasswordForm({ workspaceId, email }: { workspaceId: string; email: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [changed, setChanged] = useState<{ endedSessions: number } | null>(null);
  const { run, pending, refusal, fieldError } = useAction(changePasswordAction, {
    onDone: (value) => {
      setChanged(value);
      form.current?.reset();
    },
  });

  function send(data: FormData) {
    setChanged(null);
    run(workspaceId, {
      currentPassword: String(data.get("currentPassword")),
      newPassword: String(data.get("newPassword")),
    });
  }

  return (
    <Form ref={form} onSubmit={send} refusal={refusal} className="flex max-w-form flex-col gap-3.5">
      <OutcomeNotice refusal={refusal?.fields ? null : refusal} />
      <LiveRegion role="status">
        {changed ? (
          <Notice tone="ok">
            The password was changed.
            {changed.endedSessions > 0 ? ` Other sessions signed out: ${changed.endedSessions}.` : ""}
          </Notice>
        ) : null}
      </LiveRegion>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        error={fieldError("currentPassword")}
      />
      <NewPasswordField name="newPassword" label="New password" error={fieldError("newPassword")} />
      <div>
        <Button type="submit" pending={pending}>
          Change password
        </Button>
      </div>
    </Form>
  );
}
