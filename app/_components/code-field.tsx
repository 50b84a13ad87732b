import { TextField } from "@/components/form/text-field";

/** For a code of the second factor, or one of the recovery codes. */
export function CodeField({
  hint,
  error,
  autoFocus,
}: {
  hint: string;
  error?: string | undefined;
  autoFocus?: boolean;
}) {
  return (
    <TextField
      label="Code"
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      autoFocus={autoFocus}
      hint={hint}
      error={error}
    />
  );
}
