import { ExternalLink, ImageIcon, ShieldBan } from "@/components/ui/icons";
import { BareLink, Link } from "@/components/ui/link";
import { fileLinkOf } from "@/lib/core/resources/file-link";
import { byteText } from "@/lib/core/resources/number-text";
import { sampleHref, sampleKindOf } from "@/lib/core/resources/sample-kind";
import { readObjectUrl } from "@/lib/core/storage/object-url";
import type { Sample } from "@/lib/operations/resources/browse/tasks";
import { ownFilesOrigin } from "@/lib/server/client-urls";

/** `metricHref`: where all of a metric are. */
export function SampleGrid({
  taskId,
  samples,
  metricHref,
}: {
  taskId: string;
  samples: readonly Sample[];
  metricHref?: (metric: string) => string;
}) {
  return (
    <ul className="grid grid-cols-2 gap-2.5 p-4 sm:grid-cols-4">
      {samples.map((sample) => (
        <li key={`${sample.metric}/${sample.variant}/${sample.iteration}`} className="min-w-0">
          <SampleTile taskId={taskId} sample={sample} metricHref={metricHref} />
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
  taskId: string;
  sample: Sample;
  metricHref: ((metric: string) => string) | undefined;
};

function SampleTile({ taskId, sample, metricHref }: TileProps) {
  const { metric, variant, iteration, url, bytes } = sample;
  const file = fileNameOf(url);
  const what = `${metric} / ${variant}, iteration ${iteration.toLocaleString("en")}`;
  return (
    <figure>
      <SampleView url={url} file={file} what={what} href={sampleHref(taskId, sample)} />
      <figcaption className="mt-1 text-small">
        <span className="block truncate" title={file}>
          {file}
        </span>
        <span className="block truncate text-muted" title={what}>
          {metricHref ? <Link href={metricHref(metric)}>{metric}</Link> : metric}
          {` / ${variant}, iteration ${iteration.toLocaleString("en")}`}
          {bytes === null ? null : `, ${byteText(bytes)}`}
        </span>
      </figcaption>
    </figure>
  );
}

/** Of one size whatever it holds, so that nothing moves when a picture arrives. */
const frame = "aspect-[16/10] w-full overflow-hidden rounded-block border bg-sunken";

function SampleView({ url, file, what, href }: { url: string; file: string; what: string; href: string }) {
  const link = fileLinkOf(url, ownFilesOrigin());
  const kind = sampleKindOf(url);
  if (readObjectUrl(url) || (link?.isOwn && (kind === "video" || kind === "audio"))) {
    return <iframe src={href} title={what} loading="lazy" className={`${frame} border-border`} />;
  }
  if (link?.isPicture) {
    return (
      <BareLink href={link.href} target="_blank" className={`${frame} block border-border`}>
        {/* biome-ignore lint/performance/noImgElement: the picture is served with the rights of the task */}
        <img
          src={link.href}
          alt={what}
          loading="lazy"
          decoding="async"
          className="size-full object-contain text-small text-muted"
        />
      </BareLink>
    );
  }
  return (
    <div
      className={`${frame} grid place-items-center content-center gap-1 border-dashed border-border-strong p-2 text-center text-small text-muted`}
    >
      <ImageIcon aria-hidden />
      {link ? (
        <Link href={link.href} target="_blank" className="inline-flex items-center gap-1">
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
  );
}

/** Clients quote the names of files in URLs. */
function fileNameOf(url: string): string {
  const name = url.split("/").at(-1) || url;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** 's3://acme-samples' of an address there. */
function storeOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(url)?.[0] ?? url;
}
