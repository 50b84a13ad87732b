import { remakeOutdatedCanonicals } from "@/lib/operations/vaults/vault-canonicals";
import { log, logUnexpected } from "@/lib/server/log";

/** Updates what an older version stored, in the background. Returns a function that stops it. */
export function remakeCanonicals(): () => Promise<void> {
  let stopped = false;
  const underWay = remakeOutdatedCanonicals(() => stopped).then(
    (vaults) => vaults > 0 && log().info({ vaults }, "rebuilt the canonical texts of the vaults"),
    (error) => logUnexpected(error, "rebuilding the canonical texts of the vaults"),
  );
  return async () => {
    stopped = true;
    await underWay;
  };
}
