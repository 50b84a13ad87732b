import { ShieldBan } from "@/components/ui/icons";
import { BareLink, Link } from "@/components/ui/link";
import { byteText } from "@/lib/core/resources/number-text";
import { largeSampleHref, sampleHref } from "@/lib/core/resources/sample-kind";
import type { Sample } from "@/lib/operations/resources/browse/reports";
import { fileNameOf, SampleView } from "./sample-view";

/** `metricHref`: where all of a metric are. */
export function SampleGrid({
  path,
  samples,
  metricHref,
}: {
  /** Of the page of the task or model. */
  path: string;
  samples: readonly Sample[];
  metricHref?: (metric: string) => string;
}) {
  return (
    <ul className="grid grid-cols-2 gap-2.5 p-4 sm:grid-cols-4">
      {samples.map((sample) => (
        <li key={`${sample.metric}/${sample.variant}/${sample.iteration}`} className="min-w-0">
          <SampleTile path={path} sample={sample} metricHref={metricHref} />
        </li>
      ))}
    </ul>
  );
}

export function BlockedSamples({ total, byOperator }: { total: number; byOperator: boolean }) {
  return (
    <div className="flex gap-3 px-4 py-3 text-control text-muted">
      <ShieldBan aria-hidden className="mt-0.5" />
      <p>
        {total === 1 ? "1 debug sample is" : `${total.toLocaleString("en")} debug samples are`} not shown.{" "}
        {byOperator
          ? "The operator of this server blocks running users’ scripts in the browser."
          : "You block running users’ scripts in the browser."}{" "}
        {byOperator ? null : <Link href="/settings/configuration#block-scripts">Change</Link>}
      </p>
    </div>
  );
}

type TileProps = {
  path: string;
  sample: Sample;
  metricHref: ((metric: string) => string) | undefined;
};

function SampleTile({ path, sample, metricHref }: TileProps) {
  const { metric, variant, iteration, url, bytes } = sample;
  const file = fileNameOf(url);
  const large = largeSampleHref(path, sample);
  const what = `${metric} / ${variant}, iteration ${iteration.toLocaleString("en")}`;
  return (
    <figure>
      <SampleView url={url} file={file} what={what} frameHref={sampleHref(path, sample)} largeHref={large} />
      <figcaption className="mt-1 text-small">
        <BareLink
          href={large}
          prefetch={false}
          title={file}
          className="block truncate rounded-text hover:underline"
        >
          {file}
        </BareLink>
        <span className="block truncate text-muted" title={what}>
          {metricHref ? <Link href={metricHref(metric)}>{metric}</Link> : metric}
          {` / ${variant}, iteration ${iteration.toLocaleString("en")}`}
          {bytes === null ? null : `, ${byteText(bytes)}`}
        </span>
      </figcaption>
    </figure>
  );
}
