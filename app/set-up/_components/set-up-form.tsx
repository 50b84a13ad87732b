"use client";

import { NewPersonForm } from "@/app/_components/new-person-form";
import { createFirstAccountAction } from "../actions";

export function SetUpForm({ token }: { token: string }) {
  return <NewPersonForm action={(person) => createFirstAccountAction({ token, ...person })} />;
}
