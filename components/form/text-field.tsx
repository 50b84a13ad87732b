import { Input, type InputProps } from "@/components/ui/input";
import { Field, type FieldProps } from "./field";

export type TextFieldProps = Omit<FieldProps, "children"> & Omit<InputProps, "id" | "className" | "required">;

export function TextField({
  label,
  hint,
  error,
  required,
  optional,
  aside,
  className,
  ...input
}: TextFieldProps) {
  return (
    <Field {...{ label, hint, error, required, optional, aside, className }}>
      {(control) => <Input {...input} {...control} />}
    </Field>
  );
}
