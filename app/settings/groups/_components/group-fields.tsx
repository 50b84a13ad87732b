import { TextField } from "@/components/form/text-field";
import type { GroupTexts } from "@/lib/core/workspace/group";

export function GroupFields({
  typed,
  onTypedChange,
  fieldError,
}: {
  typed: GroupTexts;
  onTypedChange: (typed: GroupTexts) => void;
  fieldError: (name: string) => string | undefined;
}) {
  return (
    <>
      <TextField
        label="Name"
        required
        autoComplete="off"
        value={typed.name}
        onChange={(event) => onTypedChange({ ...typed, name: event.currentTarget.value })}
        error={fieldError("name")}
      />
      <TextField
        label="Description"
        optional
        autoComplete="off"
        value={typed.description}
        onChange={(event) => onTypedChange({ ...typed, description: event.currentTarget.value })}
        error={fieldError("description")}
      />
    </>
  );
}
