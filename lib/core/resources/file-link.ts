import { readUrlPath } from "./file-path";

/** Where a browser opens what a client stored. A picture is one that Steward serves, and that a browser may show. */
export type FileLink = { href: string; isOwn: boolean; isPicture: boolean };

const pictures = /\.(?:png|jpe?g|gif|webp|avif|bmp)$/i;
/** Behind the origin of Steward's own files. */
const ownFolder = "/files/";

/**
 * Reads the URL that a client reported. Only web addresses become links: a client could send a script's. A file of
 * Steward's own is named by its path alone, as the page that shows it is open under Steward's origin already.
 */
export function fileLinkOf(url: string | undefined, ownOrigin: string | null): FileLink | undefined {
  if (!url || !/^https?:\/\//i.test(url)) return undefined;
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.origin !== ownOrigin || !parsed.pathname.startsWith(ownFolder)) {
    return { href: url, isOwn: false, isPicture: false };
  }
  return { href: parsed.pathname, isOwn: true, isPicture: pictures.test(parsed.pathname) };
}

/** The path of the file of Steward's own that a URL names, or undefined where it names none. */
export function ownFilePath(url: string, ownOrigin: string | null): string | undefined {
  const link = fileLinkOf(url, ownOrigin);
  return link?.isOwn ? readUrlPath(link.href.slice(ownFolder.length)) : undefined;
}
