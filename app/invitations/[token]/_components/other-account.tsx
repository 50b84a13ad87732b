"use client";

import { useState } from "react";
import { signOutTo } from "@/app/_components/sign-out";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export function OtherAccount({
  token,
  email,
  signedInAs,
}: {
  token: string;
  email: string;
  signedInAs: string;
}) {
  const [pending, setPending] = useState(false);

  function leave() {
    setPending(true);
    void signOutTo(`/invitations/${token}`);
  }

  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">
        You are signed in as {signedInAs}, but this invitation is for {email}. Sign out to continue as {email}
        .
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={pending} onClick={leave}>
          Sign out and continue
        </Button>
        <ButtonLink href="/settings/workspace">Stay signed in</ButtonLink>
      </div>
    </div>
  );
}
