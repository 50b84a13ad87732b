"use client";

import { NewPersonForm } from "@/app/_components/new-person-form";
import { ButtonLink } from "@/components/ui/button";
import { signUpAction } from "../actions";

export function SignUpForm() {
  return (
    <NewPersonForm action={signUpAction}>
      <ButtonLink variant="ghost" href="/sign-in">
        Back to sign-in
      </ButtonLink>
    </NewPersonForm>
  );
}
