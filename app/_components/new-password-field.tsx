import { TextField } from "@/components/form/text-field";
import { passwordMinLength } from "@/lib/core/account/password-length";

export function NewPasswordField({
  name,
  label,
  error,
  autoFocus,
}: {
  name: string;
  label: string;
  error?: string;
  autoFocus?: boolean;
}) {
  return (
    <TextField
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      required
      autoFocus={autoFocus}
      hint={`At least ${passwordMinLength} characters.`}
      error={error}
    />
  );
}
