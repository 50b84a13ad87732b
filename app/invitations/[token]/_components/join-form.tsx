"use client";

import type { ReactNode } from "react";
import { NewPersonForm } from "@/app/_components/new-person-form";
import { acceptAsNewPersonAction } from "../actions";

export function JoinForm({
  token,
  email,
  back,
  children,
}: {
  token: string;
  email: string;
  /** Where to go on, signed in or not, if not to the workspace. */
  back?: string;
  children?: ReactNode;
}) {
  return (
    <NewPersonForm
      action={({ name, password }) => acceptAsNewPersonAction({ token, name, password })}
      email={email}
      label="Create account and join"
      {...(back ? { back } : {})}
    >
      {children}
    </NewPersonForm>
  );
}
