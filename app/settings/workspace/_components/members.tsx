import { AvatarStack } from "@/components/ui/avatar-stack";
import { Meter } from "@/components/ui/meter";
import type { WorkspaceSummary } from "@/lib/operations/workspace/memberships";

/** Who is in the workspace, and where seats are counted how many are left. */
export function Members({
  faces,
  people: total,
  seats,
}: Pick<WorkspaceSummary, "faces" | "people" | "seats">) {
  if (seats === undefined) {
    const people = total === 1 ? "person" : "people";
    return (
      <>
        <AvatarStack people={faces} total={total} label={`${total} ${people}`} />
        <span>
          <strong className="font-semibold">{total}</strong> {people} in this workspace
        </span>
      </>
    );
  }
  const words = `${total} of ${seats} users`;
  return (
    <>
      <AvatarStack people={faces} total={total} emptySeats={Math.max(seats - total, 0)} label={words} />
      <span>
        Workspace has <strong className="font-semibold">{total}</strong> of {seats} users
      </span>
      <Meter label="Seats" value={total} max={seats} valueText={words} className="w-40" />
    </>
  );
}
