import type { SwitchPreview } from "@/lib/operations/vaults/effective";
import { ChangesList } from "../../_components/effective/changes-list";

/** What a vault changes for everybody whom it reaches, once for each set of vaults that some of them have. */
export function ReachedChanges({ members, groups, furtherMembers }: SwitchPreview) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-control">
        The vault reaches {people(members)}. A key in somebody’s personal vault wins over these changes.
      </p>
      {groups.map(({ members: count, withOwnVault, total, rows }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the sets of vaults have no names
        <div key={index} className="flex flex-col gap-2">
          {groups.length > 1 || withOwnVault > 0 ? (
            <h3 className="text-control font-semibold">
              For {people(count)}
              {withOwnVault > 0 ? `, ${withOwnVault.toLocaleString("en")} with a personal vault` : null}
            </h3>
          ) : null}
          <ChangesList total={total} rows={rows} />
        </div>
      ))}
      {furtherMembers > 0 ? (
        <p className="text-control text-muted">
          The changes for {people(furtherMembers)} with other combinations of vaults are not shown.
        </p>
      ) : null}
    </div>
  );
}

function people(count: number): string {
  return count === 1
    ? "1 member or service account"
    : `${count.toLocaleString("en")} members and service accounts`;
}
