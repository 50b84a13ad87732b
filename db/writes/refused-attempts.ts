import { asc, lt, sql } from "drizzle-orm";
import { db, type Transaction } from "../client";
import { refusedAttempts } from "../schema/refused-attempts";

export type RefusedAttempts = typeof refusedAttempts.$inferSelect;
export type RefusedTarget = Pick<RefusedAttempts, "hour" | "means" | "target">;
/** Of one network, or of all that are not named: then `ip` is empty. */
export type RefusedFrom = { ip: string; attempts: number; networks: number };

export async function countRefusedAttempts(tx: Transaction, counted: RefusedAttempts): Promise<void> {
  const { hour, means, target, ip } = refusedAttempts;
  await tx
    .insert(refusedAttempts)
    .values(counted)
    .onConflictDoUpdate({
      target: [hour, means, target, ip],
      set: { attempts: sql`${refusedAttempts.attempts} + ${counted.attempts}` },
    });
}

/** What was refused in hours before `hour`, the oldest first. */
export function listRefusedTargets(hour: Date, limit: number): Promise<RefusedTarget[]> {
  const { hour: of, means, target } = refusedAttempts;
  return db()
    .selectDistinct({ hour: of, means, target })
    .from(refusedAttempts)
    .where(lt(of, hour))
    .orderBy(asc(of), asc(means), asc(target))
    .limit(limit);
}

/** Takes them, for one caller alone: those of the busiest networks one by one, and the others in one sum. */
export async function takeRefusedAttempts(
  tx: Transaction,
  { hour, means, target }: RefusedTarget,
  mostNetworks: number,
): Promise<RefusedFrom[]> {
  const found = await tx.execute<RefusedFrom>(sql`
    with taken as (
      delete from refused_attempts
      where hour = ${hour.toISOString()} and means = ${means} and target = ${target}
      returning ip, attempts
    ), ranked as (
      select attempts, case
        when row_number() over (order by ip = '', attempts desc, ip) <= ${mostNetworks} then ip else ''
      end as ip
      from taken
    )
    select ip, sum(attempts)::int as attempts, count(*)::int as networks
    from ranked group by ip order by ip = '', attempts desc, ip`);
  return [...found];
}
