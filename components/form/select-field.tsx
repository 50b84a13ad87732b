import { Select, type SelectProps } from "@/components/ui/select";
import { Field, type FieldProps } from "./field";

export type SelectFieldProps = Omit<FieldProps, "children"> &
  Omit<SelectProps, "id" | "className" | "required">;

export function SelectField({
  label,
  hint,
  error,
  required,
  optional,
  aside,
  className,
  ...select
}: SelectFieldProps) {
  return (
    <Field {...{ label, hint, error, required, optional, aside, className }}>
      {(control) => <Select {...select} {...control} />}
    </Field>
  );
}
