export type RequestTarget = { path: string; search: string };

/** Only what a URL may hold as it is; a letter that needs no encoding and is encoded would have two spellings. */
const plainPath =
  /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/[\]|^]|%[89A-Fa-f][0-9A-Fa-f]|%(?:2[0-9ABCabc]|3[A-Fa-f]|40|5[BDEbde]|60|7[BCDbcd]))*$/;
const secondSpelling = /\/\/|\/\.{1,2}(?:\/|$)/;

/**
 * The path and the query of a request line, where the path has one spelling alone: whatever reads it after us must
 * come to the same page. Nothing for dot segments, doubled or encoded slashes, encoded letters and whole URLs.
 */
export function readTarget(url: string): RequestTarget | undefined {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const search = mark < 0 ? "" : url.slice(mark + 1);
  if (!plainPath.test(path) || secondSpelling.test(path) || search.includes("#")) return undefined;
  return { path, search };
}
