import type { ReactNode } from "react";
import { AvatarStack } from "@/components/ui/avatar-stack";
import { Card } from "@/components/ui/card";
import type { Icon as IconType } from "@/components/ui/icon";
import { ArrowLeftRight, ChartLine, HardDrive, Users } from "@/components/ui/icons";
import { Meter } from "@/components/ui/meter";
import { percentOf, type WorkspaceLimits } from "@/lib/core/billing/limits";
import type { Meter as MeterName } from "@/lib/core/billing/plans";
import { byteText } from "@/lib/core/resources/number-text";
import type { PlanSummary } from "@/lib/operations/billing/overview";
import type { Stored } from "@/lib/operations/usage/usage";
import { dayLabel } from "./call-words";

/** What the workspace has now, and how many calls were made in the month, each against what it includes. */
export function Figures({
  head,
  stored,
  calls,
  summary: { people, faces, limits },
  monthName,
  callsEndOn,
}: {
  head: ReactNode;
  stored: Stored;
  calls: number;
  summary: Omit<PlanSummary, "billing">;
  monthName: string;
  /** The day on which the calls of the month will pass the limit as they go. */
  callsEndOn: string | undefined;
}) {
  const whole = (count: number) => count.toLocaleString("en");
  const users = people === 1 ? "user" : "users";
  const seats = limits.included.users === undefined ? ` ${users}` : "";
  return (
    <Card className="mb-4">
      {head}
      <Figure
        icon={Users}
        label="Users"
        meter="users"
        limits={limits}
        used={people}
        text={whole}
        unit={seats || " seats"}
        full="No seat left for the next user"
        aside={<AvatarStack people={faces} total={people} max={3} label={`${people} ${users}`} />}
      />
      <Figure
        icon={HardDrive}
        label="Artifact storage"
        meter="artifacts"
        limits={limits}
        used={stored.artifacts}
        text={byteText}
        full="No artifacts can be added"
      />
      <Figure
        icon={ChartLine}
        label="Metrics storage"
        meter="metrics"
        limits={limits}
        used={stored.metrics}
        text={byteText}
        full="No metrics can be added"
      />
      <Figure
        icon={ArrowLeftRight}
        label="API calls"
        meter="calls"
        limits={limits}
        used={calls}
        text={whole}
        unit={limits.included.calls === undefined ? ` in ${monthName}` : ""}
        full="Programs can’t start or report anything until next month"
        forecast={
          callsEndOn && `past the ${limits.by === "operator" ? "limit" : "plan"} on ${dayLabel(callsEndOn)}`
        }
      />
    </Card>
  );
}

function Figure({
  icon: Icon,
  label,
  meter,
  limits,
  used,
  text,
  unit = "",
  full,
  forecast,
  aside,
}: {
  icon: IconType;
  label: string;
  meter: MeterName;
  limits: WorkspaceLimits;
  used: number;
  text: (amount: number) => string;
  unit?: string;
  /** What a limit that is reached means. */
  full: string;
  forecast?: string | undefined;
  aside?: ReactNode;
}) {
  const included = limits.included[meter];
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 text-control">
      <span className="flex items-center gap-2.5 font-medium sm:w-44">
        <Icon aria-hidden className="size-icon text-faint" />
        {label}
      </span>
      {aside}
      {included === undefined ? (
        <Amount used={text(used)} rest={unit} />
      ) : (
        <>
          <Meter
            label={label}
            value={used}
            max={included}
            goesOn={limits.most[meter] === undefined}
            tone={percentOf(included, used) >= 80 && limits.most[meter] !== undefined ? "warn" : "accent"}
            valueText={`${text(used)} of ${text(included)}${unit}`}
            className="order-last w-full sm:order-none sm:w-auto sm:flex-1"
          />
          <Amount
            used={text(used)}
            rest={` of ${text(included)}${unit}`}
            note={noteOf({ used, included, text, full, forecast, goesOn: limits.most[meter] === undefined })}
          />
        </>
      )}
    </div>
  );
}

type Note = { text: string; isWarning: boolean };

function noteOf({
  used,
  included,
  text,
  full,
  forecast,
  goesOn,
}: {
  used: number;
  included: number;
  text: (amount: number) => string;
  full: string;
  forecast: string | undefined;
  goesOn: boolean;
}): Note | undefined {
  if (goesOn && used > included) return { text: `${text(used - included)} past the plan`, isWarning: false };
  if (!goesOn && used >= included) return { text: full, isWarning: true };
  const percent = percentOf(included, used);
  if (percent < 80 && forecast === undefined) return undefined;
  return { text: [`${percent} %`, forecast].filter(Boolean).join(", "), isWarning: true };
}

function Amount({ used, rest, note }: { used: string; rest: string; note?: Note | undefined }) {
  return (
    <span className="ml-auto text-right tabular-nums sm:min-w-52">
      <strong className="font-semibold">{used}</strong>
      <span className="text-muted">{rest}</span>
      {note ? (
        <span className={note.isWarning ? "block text-small text-warn" : "block text-small text-muted"}>
          {note.text}
        </span>
      ) : null}
    </span>
  );
}
