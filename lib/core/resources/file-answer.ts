export type ByteRange = { first: number; last: number };

/**
 * What a `Range` header asks of so many bytes: the whole where it can't be read or names several ranges, and `none`
 * where it lies outside.
 */
export function readRange(header: string | undefined, size: number): ByteRange | "whole" | "none" {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return "whole";
  if (from === "")
    return Number(to) === 0 || size === 0
      ? "none"
      : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const first = Number(from);
  if (to !== "" && Number(to) < first) return "whole";
  if (first >= size) return "none";
  return { first, last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}

/** Whether one of the tags of an `If-None-Match` header is this one. */
export function hasTag(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  return header.trim() === "*" || header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

const shownTypes =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/(?:mpeg|ogg|wav|x-wav|webm|mp4|flac)|video\/(?:mp4|webm|ogg)|text\/plain)$/;
const mediaType = /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,127}$/;
const unknownType = "application/octet-stream";

/** A media type without parameters, in lower case. */
export function readMediaType(given: string | undefined): string {
  const type = (given ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return mediaType.test(type) ? type : unknownType;
}

/** Headers by which no browser runs what somebody uploaded. */
export function contentHeaders(file: { path: string; contentType: string }, isDownload: boolean) {
  const isShown = !isDownload && shownTypes.test(file.contentType);
  const name = encodeURIComponent(file.path.split("/").at(-1) ?? "").replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return {
    "content-type": file.contentType === "text/plain" ? "text/plain; charset=utf-8" : file.contentType,
    "content-disposition": `${isShown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  };
}
