import { TextField } from "@/components/form/text-field";

export function CodeField({ hint, error }: { hint: string; error: string | undefined }) {
  return (
    <TextField
      label="Code"
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      hint={hint}
      error={error}
    />
  );
}
