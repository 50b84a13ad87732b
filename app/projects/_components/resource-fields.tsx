import { Field } from "@/components/form/field";
import { TextField } from "@/components/form/text-field";
import { Textarea } from "@/components/ui/textarea";

export type TypedTexts = { name: string; description: string; tags: string };

export function ResourceFields({
  typed,
  onTypedChange,
  fieldError,
  hasDescription = true,
}: {
  typed: TypedTexts;
  onTypedChange: (typed: TypedTexts) => void;
  fieldError: (name: string) => string | undefined;
  hasDescription?: boolean;
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
      {hasDescription ? (
        <Field label="Description" optional error={fieldError("description")}>
          {(control) => (
            <Textarea
              {...control}
              value={typed.description}
              onChange={(event) => onTypedChange({ ...typed, description: event.currentTarget.value })}
            />
          )}
        </Field>
      ) : null}
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
