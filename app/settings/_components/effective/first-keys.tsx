import { Notice } from "@/components/ui/notice";
import type { EffectiveKeys } from "@/lib/operations/vaults/effective";
import { KeyTable } from "./key-table";

/** The table of a configuration that is shown without pages, and how much of it is left out. */
export function FirstKeys({
  keys: { layers, page },
  ofOneVault,
}: {
  keys: EffectiveKeys;
  ofOneVault?: boolean;
}) {
  return (
    <>
      <KeyTable rows={page.rows} layers={layers} ofOneVault={ofOneVault} />
      {page.total > page.rows.length ? (
        <Notice>The first {page.rows.length.toLocaleString("en")} keys are shown.</Notice>
      ) : null}
    </>
  );
}
