import { Checkbox } from "@/components/ui/checkbox";
import { countText } from "@/lib/core/resources/losses";

/** Offers to delete files in buckets with what is deleted; nothing where there are none. */
export function ObjectsCheckbox({
  count,
  checked,
  onCheckedChange,
}: {
  count: number;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
}) {
  if (count === 0) return null;
  return (
    <Checkbox
      label={`Also delete ${countText(count, "file", "files")} in buckets`}
      hint="In the background, with storage cleanup credentials. Configuration shows the progress, and what can’t be deleted."
      checked={checked}
      onCheckedChange={onCheckedChange}
    />
  );
}
