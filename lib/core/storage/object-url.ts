/** An object in a bucket, as clients report it. Of Azure, `host` names the account and `bucket` the container. */
export type StorageObject = { store: "s3" | "gs" | "azure"; host: string; bucket: string; key: string };

/**
 * Reads `s3://bucket/key`, `s3://host:port/bucket/key`, `gs://bucket/key` and
 * `azure://account.blob.core.windows.net/container/key`; nothing for any other URL.
 */
export function readObjectUrl(url: string): StorageObject | undefined {
  const [, scheme = "", first = "", rest = ""] = /^(s3|gs|azure):\/\/([^/?#\s]+)\/(.+)$/is.exec(url) ?? [];
  const store = scheme.toLowerCase() as StorageObject["store"];
  if (!first) return undefined;
  const hasHost = store === "azure" || (store === "s3" && /:\d{1,5}$/.test(first));
  if (!hasHost) return { store, host: "", bucket: first, key: rest };
  const [, bucket = "", key = ""] = /^([^/]+)\/(.+)$/s.exec(rest) ?? [];
  return bucket === "" ? undefined : { store, host: first.toLowerCase(), bucket, key };
}
