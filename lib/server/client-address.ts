import { isIP } from "node:net";
import { settings } from "./env";

/**
 * Where a request really comes from: the nearest address of the forwarded chain that is no trusted proxy.
 * From anybody else the forwarded headers are hearsay and don't count.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
  const direct = plain(peer ?? "");
  if (!forwardedFor || !isTrustedProxy(direct)) return direct;
  const chain = forwardedFor.split(",").map((entry) => plain(entry.trim()));
  for (const hop of chain.reverse()) {
    if (isIP(hop) === 0) return direct;
    if (!isTrustedProxy(hop)) return hop;
  }
  return chain.at(-1) ?? direct;
}

function plain(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}

export function isTrustedProxy(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && settings().trustedProxies.check(address, family === 6 ? "ipv6" : "ipv4");
}
