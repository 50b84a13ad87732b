import { useId } from "react";
import { TextField } from "@/components/form/text-field";

/** The whole name of a project; those that are known are suggested while one types. */
export function LocationField({
  label,
  value,
  onValueChange,
  known,
  error,
}: {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  known: readonly string[];
  error: string | undefined;
}) {
  const list = useId();
  return (
    <>
      <TextField
        label={label}
        optional
        hint="The path of a project, such as vision/detectors. Projects on the way that do not exist are created. Leave it empty for the top."
        autoComplete="off"
        list={list}
        value={value}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        error={error}
      />
      <datalist id={list}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
