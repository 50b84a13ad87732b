import { and, eq, sum } from "drizzle-orm";
import { meteredStatuses } from "@/lib/core/billing/subscription";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { pool, type Reader } from "../client";
import { credentialCalls } from "../schema/usage";

export type MeteredWorkspace = { workspaceId: WorkspaceId; customerId: string; seats: number | null };

/** Workspaces with a subscription that is not over, some at a time. */
export async function listMeteredWorkspaces(
  after: string,
  limit: number,
  livemode: boolean,
): Promise<MeteredWorkspace[]> {
  const rows = await pool()<MeteredWorkspace[]>`
    select workspace_id as "workspaceId", customer_id as "customerId", seats from billing_accounts
    where workspace_id > ${after} and livemode = ${livemode} and customer_id is not null
      and status = any(${meteredStatuses})
    order by workspace_id limit ${limit}`;
  return [...rows];
}

/** Bytes that are stored now. */
export async function sumStored(workspaceId: WorkspaceId): Promise<{ artifacts: number; metrics: number }> {
  const [row] = await pool()<{ artifacts: number; metrics: number }[]>`
    select
      (coalesce((select sum(bytes) from files where workspace_id = ${workspaceId}), 0)
        + coalesce(sum(external_bytes), 0))::float8 as artifacts,
      (coalesce(sum(event_bytes), 0)
        + coalesce((select sum(event_bytes) from models where workspace_id = ${workspaceId}), 0))::float8 as metrics
    from tasks where workspace_id = ${workspaceId}`;
  return row ?? { artifacts: 0, metrics: 0 };
}

export type UnmeteredCalls = { day: string; calls: number };

/** Calls of each day since one, without those that were metered: a reading lies within the day that it is of. */
export async function listUnmeteredCalls(
  workspaceId: WorkspaceId,
  sinceDay: string,
): Promise<UnmeteredCalls[]> {
  const counted = await pool()<UnmeteredCalls[]>`
    select day::text, sum(calls)::float8 as calls from credential_calls
    where workspace_id = ${workspaceId} and day >= ${sinceDay}::date group by day order by day`;
  // Its table is on another node: no join.
  const metered = await pool()<UnmeteredCalls[]>`
    select (hour at time zone 'UTC')::date::text as day, sum(value)::float8 as calls from meter_readings
    where workspace_id = ${workspaceId} and meter = 'calls'
      and hour >= ${sinceDay}::timestamp at time zone 'UTC' group by 1`;
  const meteredOf = new Map(metered.map(({ day, calls }) => [day, calls]));
  return counted.map(({ day, calls }) => ({ day, calls: calls - (meteredOf.get(day) ?? 0) }));
}

/** The hour of the last reading; null where there is none. */
export async function findLastReading(workspaceId: WorkspaceId): Promise<Date | null> {
  const [row] = await pool()<{ ms: number | null }[]>`
    select (extract(epoch from max(hour)) * 1000)::float8 as ms from meter_readings
    where workspace_id = ${workspaceId} and meter = 'calls'`;
  return row?.ms == null ? null : new Date(row.ms);
}

export async function sumCallsOfDay(workspaceId: WorkspaceId, day: string, on: Reader): Promise<number> {
  const [row] = await on
    .select({ calls: sum(credentialCalls.calls).mapWith(Number) })
    .from(credentialCalls)
    .where(and(eq(credentialCalls.workspaceId, workspaceId), eq(credentialCalls.day, day)));
  return row?.calls ?? 0;
}
