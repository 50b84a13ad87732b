"use client";

import { signOut } from "next-auth/react";
import { useState } from "react";
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
    void signOut({ callbackUrl: `/invitations/${token}` });
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
