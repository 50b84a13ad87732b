import { isIP } from "node:net";
import { settings } from "./env";

/**
 * Where a request really comes from: the nearest address of the forwarded chain that is no trusted proxy.
 * From anybody else the forwarded headers are hearsay and don't count.
 */
export function clientIp(peer: string | undefined, forwardedFor: string | undefined): string {
  const direct = plain(peer ?? "");
  if (!forwardedFor || !isTrustedProxy(direct)) return direct;
  const chain = forwardedFor.split(",").map((entry) => plain(entry.trim()));
  for (const hop of chain.reverse()) {
    if (isIP(hop) === 0) return direct;
    if (!isTrustedProxy(hop)) return hop;
  }
  return chain.at(-1) ?? direct;
}

function plain(ip: string): string {
  return ip.startsWith("::ffff:") && ip.includes(".") ? ip.slice(7) : ip;
}

export function isTrustedProxy(ip: string): boolean {
  const family = isIP(ip);
  return family !== 0 && settings().trustedProxies.check(ip, family === 6 ? "ipv6" : "ipv4");
}
