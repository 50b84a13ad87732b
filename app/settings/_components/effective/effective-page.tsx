import type { ReactNode } from "react";
import { ListPage } from "@/app/_components/list/list-page";
import { Layers } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/lib/core/outcome";
import type { EffectiveQuery } from "@/lib/core/vault/effective-inputs";
import type { EffectiveKey, EffectiveView } from "@/lib/operations/vaults/effective";
import { EffectiveLayers } from "./effective-layers";
import { KeyTable } from "./key-table";

/** A configuration that could not be worked out has no page of keys, and says why. */
export function EffectivePage({
  outcome,
  path,
  query,
  description,
  nothingYet,
  drawValue,
  children,
}: {
  outcome: Outcome<EffectiveView>;
  path: string;
  query: EffectiveQuery;
  description: string;
  nothingYet: string;
  drawValue?: (row: EffectiveKey) => ReactNode;
  /** Below the keys. */
  children?: ReactNode;
}) {
  if (!outcome.ok) return <Notice tone="danger">{outcome.refusal.message}</Notice>;
  const { layers, page, skipped } = outcome.value;
  return (
    <div className="flex flex-col gap-6">
      <div>
        <ListPage
          title="Effective configuration"
          description={description}
          path={path}
          query={query}
          page={page}
          noun="keys"
          icon={<Layers />}
          searchLabel="Search by key or value"
          nothingFits={{
            title: "No such key",
            text: "No key and no shown value contains these words. Hidden values are not searched.",
          }}
          nothingYet={{ title: "No configuration yet", text: nothingYet }}
        >
          <div className="mb-3">
            <EffectiveLayers layers={layers} skipped={skipped} />
          </div>
          <KeyTable rows={page.rows} layers={layers} {...(drawValue ? { drawValue } : {})} />
        </ListPage>
        {page.total === 0 && skipped.length > 0 ? (
          <div className="mt-3">
            <EffectiveLayers layers={layers} skipped={skipped} />
          </div>
        ) : null}
      </div>
      {children}
    </div>
  );
}
