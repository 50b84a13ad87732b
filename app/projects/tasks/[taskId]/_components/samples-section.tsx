import { ExternalLink, ImageIcon } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { byteText } from "@/lib/core/resources/number-text";
import { webUrlOf } from "@/lib/core/resources/task-documents";
import type { Sample, TaskReports } from "@/lib/operations/resources/browse/tasks";
import { PartHead } from "../../../_components/part-head";

export function SamplesSection({ samples: { shown, total } }: { samples: TaskReports["samples"] }) {
  if (total === 0) return null;
  return (
    <Card asChild>
      <section aria-labelledby="samples">
        <PartHead
          id="samples"
          title="Debug samples"
          detail={shown.length < total ? `the latest ${shown.length} of ${total}` : undefined}
        />
        <ul className="grid grid-cols-2 gap-2.5 p-4 sm:grid-cols-4">
          {shown.map((sample) => (
            <li key={`${sample.metric}/${sample.variant}/${sample.iteration}`} className="min-w-0">
              <SampleTile sample={sample} />
            </li>
          ))}
        </ul>
      </section>
    </Card>
  );
}

function SampleTile({ sample }: { sample: Sample }) {
  const { metric, variant, iteration, url, bytes } = sample;
  const href = webUrlOf(url);
  const file = url.split("/").at(-1) || url;
  return (
    <figure>
      <div className="grid aspect-[16/10] place-items-center content-center gap-1 rounded-block border border-dashed border-border-strong bg-sunken p-2 text-center text-small text-muted">
        <ImageIcon aria-hidden />
        {href ? (
          <Link href={href} target="_blank" className="inline-flex items-center gap-1">
            Open
            <span className="sr-only"> {file}</span>
            <ExternalLink aria-hidden className="size-icon-mark" />
          </Link>
        ) : (
          <span className="max-w-full truncate" title={url}>
            {storeOf(url)}
          </span>
        )}
      </div>
      <figcaption className="mt-1 text-small">
        <span className="block truncate" title={file}>
          {file}
        </span>
        <span className="block truncate text-muted">
          {metric} / {variant}, iteration {iteration.toLocaleString("en")}
          {bytes === null ? null : `, ${byteText(bytes)}`}
        </span>
      </figcaption>
    </figure>
  );
}

/** 's3://acme-samples' of an address there. */
function storeOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(url)?.[0] ?? url;
}
