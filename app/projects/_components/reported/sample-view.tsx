import { ExternalLink, ImageIcon } from "@/components/ui/icons";
import { BareLink, Link } from "@/components/ui/link";
import { fileLinkOf } from "@/lib/core/resources/file-link";
import { sampleKindOf } from "@/lib/core/resources/sample-kind";
import { readObjectUrl } from "@/lib/core/storage/object-url";
import { ownFilesOrigin } from "@/lib/server/client-urls";

export type SampleViewProps = {
  url: string;
  file: string;
  /** In words, for who can't see it. */
  what: string;
  /** Of the frame that shows what is in a bucket. */
  frameHref: string;
  /** Where it shows alone; there it is large already. */
  largeHref?: string;
};

/** Of one size whatever it holds, so that nothing moves when a picture arrives. */
const frames = {
  tile: "aspect-[16/10] w-full overflow-hidden rounded-block border bg-sunken",
  large:
    "h-[max(--spacing(60),calc(100dvh---spacing(80)))] w-full overflow-hidden rounded-block border bg-sunken",
};

export function SampleView({ url, file, what, frameHref, largeHref }: SampleViewProps) {
  const frame = largeHref ? frames.tile : frames.large;
  const link = fileLinkOf(url, ownFilesOrigin());
  const kind = sampleKindOf(url);
  if (readObjectUrl(url) || (link?.isOwn && (kind === "video" || kind === "audio"))) {
    return <iframe src={frameHref} title={what} loading="lazy" className={`${frame} border-border`} />;
  }
  if (link?.isPicture) {
    return (
      <BareLink
        href={largeHref ?? link.href}
        target={largeHref ? undefined : "_blank"}
        prefetch={false}
        // The name below leads there as well.
        tabIndex={largeHref ? -1 : undefined}
        className={`${frame} block border-border`}
      >
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
export function fileNameOf(url: string): string {
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
