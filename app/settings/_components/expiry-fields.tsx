import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { type ExpiryChoice, expiriesWithin } from "@/lib/core/credentials/expiry";

export type Expiry = { expires: ExpiryChoice; date: string };

const labels: Record<ExpiryChoice, string> = {
  never: "Never",
  "30": "In 30 days",
  "60": "In 60 days",
  "90": "In 90 days",
  date: "On a date",
};

export function firstExpiry(limit: number | null): Expiry {
  return { expires: expiriesWithin(limit)[0] ?? "date", date: "" };
}

/** When new credentials end; `limit` is the most days that may be chosen. */
export function ExpiryFields({
  label = "Expire",
  limit,
  value,
  onChange,
  error,
}: {
  label?: string;
  limit: number | null;
  value: Expiry;
  onChange: (expiry: Expiry) => void;
  error: (name: string) => string | undefined;
}) {
  return (
    <>
      <SelectField
        label={label}
        hint={limit === null ? undefined : `This workspace allows at most ${limit} days.`}
        value={value.expires}
        onChange={(event) =>
          onChange({ expires: event.currentTarget.value as ExpiryChoice, date: value.date })
        }
        options={expiriesWithin(limit).map((choice) => ({ value: choice, label: labels[choice] }))}
        error={error("expires")}
      />
      {value.expires === "date" ? (
        <TextField
          label="Last day"
          type="date"
          hint="The credentials expire at the end of this day (UTC)."
          value={value.date}
          onChange={(event) => onChange({ expires: value.expires, date: event.currentTarget.value })}
          error={error("date")}
        />
      ) : null}
    </>
  );
}
