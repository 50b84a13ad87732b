"use client";

import { NewPersonForm } from "@/app/_components/new-person-form";
import { acceptAsNewPersonAction } from "../actions";

export function JoinForm({ token, email }: { token: string; email: string }) {
  return (
    <NewPersonForm
      action={({ name, password }) => acceptAsNewPersonAction({ token, name, password })}
      email={email}
      label="Create account and join"
    />
  );
}
