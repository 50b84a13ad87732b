import { Notice } from "@/components/ui/notice";
import type { EffectiveKeys, EffectiveLayerView } from "@/lib/operations/vaults/effective";
import { nameOf } from "./key-table";

/** Which vaults are merged, in which order, and which of them clients leave out. */
export function EffectiveLayers({ layers, skipped }: Pick<EffectiveKeys, "layers" | "skipped">) {
  if (layers.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-control text-muted">
        Merged in this order. Where several set one key, the last one counts:{" "}
        {layers.map((layer, index) => (
          <span key={layer.id}>
            {index > 0 ? ", " : null}
            <strong className="font-medium text-text">{layerName(layer)}</strong>
          </span>
        ))}
        .
      </p>
      {skipped.map(({ layer, line, message }) => (
        <Notice key={layer} tone="warn" title={`${nameOf(layers, layer)} is left out.`}>
          Line {line}: {message}
        </Notice>
      ))}
    </div>
  );
}

function layerName({ kind, name }: EffectiveLayerView): string {
  return kind === "admin" ? `${name} (administrator vault)` : name;
}
