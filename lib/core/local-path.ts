/** A path on this server, or nothing: links elsewhere must not ride on a redirect of ours. */
export function localPath(given: unknown): string | undefined {
  if (typeof given !== "string" || !given.startsWith("/")) return undefined;
  const base = "http://steward.invalid";
  if (!URL.canParse(given, base)) return undefined;
  const url = new URL(given, base);
  // Dots are worked out by now: `/.//host` has become `//host`, which a browser takes for another server.
  if (url.origin !== base || url.pathname.startsWith("//")) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}
