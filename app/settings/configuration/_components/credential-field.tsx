"use client";

import type { ComponentProps } from "react";
import { TextField } from "@/components/form/text-field";

/** One value of credentials. Browsers hide secrets and offer none of their own. */
export function CredentialField({
  isSecret,
  onValueChange,
  ...field
}: Pick<ComponentProps<typeof TextField>, "label" | "hint" | "name" | "value" | "error"> & {
  isSecret: boolean;
  onValueChange: (value: string) => void;
}) {
  return (
    <TextField
      {...field}
      type={isSecret ? "password" : "text"}
      mono
      autoComplete={isSecret ? "new-password" : "off"}
      spellCheck={false}
      onChange={({ currentTarget }) => onValueChange(currentTarget.value)}
    />
  );
}
