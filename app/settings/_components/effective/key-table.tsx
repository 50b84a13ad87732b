import type { ReactNode } from "react";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { EffectiveKey, EffectiveLayerView } from "@/lib/operations/vaults/effective";

/** Key by key: the value, the layer and line that it comes from, and what it hides of the layers below. */
export function KeyTable({
  rows,
  layers,
  drawValue,
  ofOneVault = false,
}: {
  rows: readonly EffectiveKey[];
  layers: readonly EffectiveLayerView[];
  /** Draws the value of a row, where more than its text is shown. */
  drawValue?: (row: EffectiveKey) => ReactNode;
  /** Leaves out what says the same of each key: the vault, and that it overrides nothing. */
  ofOneVault?: boolean;
}) {
  const columns: Column<EffectiveKey>[] = [
    {
      key: "key",
      label: "Key",
      kind: "name",
      cell: ({ name }) => <NameCell name={<code className="[overflow-wrap:anywhere]">{name}</code>} />,
    },
    {
      key: "value",
      label: "Value",
      cell: (row) => drawValue?.(row) ?? <ShownText text={row.value.text} />,
    },
    {
      key: "from",
      label: "From",
      cell: ({ from }) => `${nameOf(layers, from.layer)}, line ${from.line.toLocaleString("en")}`,
    },
    {
      key: "hides",
      label: "Overrides",
      cell: ({ hides }) =>
        hides.length === 0 ? (
          <span className="text-muted">Nothing</span>
        ) : (
          <ul className="flex flex-col gap-1">
            {hides.map(({ layer, line, value }) => (
              <li key={`${layer}-${line}`}>
                <ShownText text={value.text} />{" "}
                <span className="text-muted">
                  in {nameOf(layers, layer)}, line {line.toLocaleString("en")}
                </span>
              </li>
            ))}
          </ul>
        ),
    },
  ];
  const lineColumn: Column<EffectiveKey> = {
    key: "line",
    label: "Line",
    kind: "number",
    cell: ({ from }) => from.line.toLocaleString("en"),
  };
  const shown = ofOneVault ? [...columns.slice(0, 2), lineColumn] : columns;
  return <Table label="Keys" columns={shown} rows={rows} rowKey={({ name }) => name} />;
}

export function ShownText({ text }: { text: string }) {
  return <code className="[overflow-wrap:anywhere]">{text}</code>;
}

export function nameOf(layers: readonly EffectiveLayerView[], id: string): string {
  return layers.find((layer) => layer.id === id)?.name ?? id;
}
