import { ArrowLeftRight, ChartLine, HardDrive, type LucideIcon, Users } from "lucide-react";
import type { ReactNode } from "react";
import { AvatarStack } from "@/components/ui/avatar-stack";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import { byteText } from "@/lib/core/resources/number-text";
import type { Stored } from "@/lib/operations/usage/usage";
import type { WorkspaceSummary } from "@/lib/operations/workspace/memberships";

/** What the workspace has now, and how many calls were made in the month. */
export function Figures({
  stored,
  calls,
  summary: { people, faces, seats },
  monthName,
  invite,
}: {
  stored: Stored;
  calls: number;
  summary: WorkspaceSummary;
  monthName: string;
  invite: ReactNode;
}) {
  const users = people === 1 ? "user" : "users";
  return (
    <Card className="mb-4">
      <Section
        title="Usage"
        actions={
          <>
            <ButtonLink href="/settings/users" variant="ghost">
              Manage users
            </ButtonLink>
            {invite}
          </>
        }
      />
      <Figure
        icon={Users}
        label="Users"
        aside={<AvatarStack people={faces} total={people} max={3} label={`${people} ${users}`} />}
      >
        {seats === undefined ? (
          <Amount>
            <strong className="font-semibold">{people.toLocaleString("en")}</strong> {users}
          </Amount>
        ) : (
          <>
            <Meter
              label="Seats"
              value={people}
              max={seats}
              valueText={`${people} of ${seats} seats`}
              className="order-last w-full sm:order-none sm:flex-1"
            />
            <Amount>
              <strong className="font-semibold">{people.toLocaleString("en")}</strong> of{" "}
              {seats.toLocaleString("en")} seats
            </Amount>
          </>
        )}
      </Figure>
      <Figure icon={HardDrive} label="Artifact storage">
        <Amount>
          <strong className="font-semibold">{byteText(stored.artifacts)}</strong>
        </Amount>
      </Figure>
      <Figure icon={ChartLine} label="Metrics storage">
        <Amount>
          <strong className="font-semibold">{byteText(stored.metrics)}</strong>
        </Amount>
      </Figure>
      <Figure icon={ArrowLeftRight} label="API calls">
        <Amount>
          <strong className="font-semibold">{calls.toLocaleString("en")}</strong> in {monthName}
        </Amount>
      </Figure>
    </Card>
  );
}

function Figure({
  icon: Icon,
  label,
  aside,
  children,
}: {
  icon: LucideIcon;
  label: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 text-control">
      <span className="flex items-center gap-2.5 font-medium sm:w-44">
        <Icon aria-hidden className="size-icon text-faint" />
        {label}
      </span>
      {aside}
      {children}
    </div>
  );
}

function Amount({ children }: { children: ReactNode }) {
  return <span className="ml-auto text-right tabular-nums">{children}</span>;
}
