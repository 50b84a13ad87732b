import { IconButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Download } from "@/components/ui/icons";
import { type Column, Table } from "@/components/ui/table";
import { byteText } from "@/lib/core/resources/number-text";
import { plotHref } from "@/lib/core/resources/plot-place";
import type { ShownPlot, ShownPlots } from "@/lib/operations/resources/browse/reports";
import { PartHead } from "../part-head";

/** A list: whoever wants to see a plot opens its JSON in a tool that draws figures of Plotly. */
export function PlotsSection({
  path,
  plots: { shown, total },
}: {
  /** Of the page of the task or model. */
  path: string;
  plots: ShownPlots;
}) {
  if (total === 0) return null;
  const columns: Column<ShownPlot>[] = [
    { key: "name", label: "Plot", kind: "name", cell: nameOf },
    {
      key: "iteration",
      label: "Iteration",
      kind: "number",
      cell: (plot) => plot.iteration.toLocaleString("en"),
    },
    { key: "kept", label: "Iterations kept", kind: "number", cell: ({ kept }) => kept },
    { key: "size", label: "Size", kind: "number", cell: ({ bytes }) => byteText(bytes) },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: (plot) => (
        <IconButtonLink
          href={plotHref(path, plot)}
          label={`Download ${nameOf(plot)} as JSON`}
          icon={<Download aria-hidden />}
          target="_blank"
        />
      ),
    },
  ];
  return (
    <Card asChild>
      <section aria-labelledby="plots">
        <PartHead
          id="plots"
          title="Plots"
          detail={
            shown.length < total ? `the first ${shown.length} of ${total}, as Plotly JSON` : "as Plotly JSON"
          }
        />
        <div className="p-4">
          <Table
            label="Plots"
            columns={columns}
            rows={shown}
            rowKey={({ metric, variant }) => JSON.stringify([metric, variant])}
          />
        </div>
      </section>
    </Card>
  );
}

function nameOf({ metric, variant }: ShownPlot): string {
  return variant ? `${metric} / ${variant}` : metric;
}
