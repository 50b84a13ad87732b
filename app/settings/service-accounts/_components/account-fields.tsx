import { TextField } from "@/components/form/text-field";
import { Checkbox } from "@/components/ui/checkbox";
import type { ServiceAccountTraits } from "@/lib/core/workspace/service-account";

/** What is chosen of a service account when it is made and when it is edited. */
export function AccountFields({
  value,
  onChange,
  error,
}: {
  value: ServiceAccountTraits;
  onChange: (traits: ServiceAccountTraits) => void;
  error: (name: string) => string | undefined;
}) {
  return (
    <>
      <TextField
        label="Name"
        required
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
        error={error("name")}
      />
      <Checkbox
        label="Allow impersonation"
        hint="Its agents may run each task as the task’s owner, with the owner’s configuration vault."
        checked={value.mayImpersonate}
        onCheckedChange={(mayImpersonate) => onChange({ ...value, mayImpersonate })}
      />
      <Checkbox
        label="Allow access decisions"
        hint="Its programs may ask the decision API what every member can do."
        checked={value.mayAskDecisions}
        onCheckedChange={(mayAskDecisions) => onChange({ ...value, mayAskDecisions })}
      />
      <Checkbox
        label="Set as admin"
        hint="It joins the group Admins and can read and modify everything except queues."
        checked={value.admin}
        onCheckedChange={(admin) => onChange({ ...value, admin })}
      />
    </>
  );
}
