import { TextField } from "@/components/form/text-field";

export type TypedProject = { name: string; description: string; tags: string };

export function ProjectFields({
  typed,
  onTypedChange,
  fieldError,
}: {
  typed: TypedProject;
  onTypedChange: (typed: TypedProject) => void;
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
      <TextField
        label="Tags"
        optional
        hint="Separate them with commas."
        autoComplete="off"
        value={typed.tags}
        onChange={(event) => onTypedChange({ ...typed, tags: event.currentTarget.value })}
        error={fieldError("tags")}
      />
    </>
  );
}
