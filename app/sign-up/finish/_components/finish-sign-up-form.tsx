"use client";

import { NewPersonForm } from "@/app/_components/new-person-form";
import { finishSignUpAction } from "../../actions";

export function FinishSignUpForm({ token, email }: { token: string; email: string }) {
  return (
    <NewPersonForm
      action={({ name, password }) => finishSignUpAction({ token, name, password })}
      email={email}
    />
  );
}
