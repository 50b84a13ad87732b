import { afterEach, beforeEach, expect, test, vi } from "vitest";

async function addressWith(trustedProxies: string) {
  vi.resetModules();
  vi.stubEnv("STEWARD_TRUSTED_PROXIES", trustedProxies);
  return (await import("./client-ip")).clientIp;
}

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgres://unused");
  vi.stubEnv("STEWARD_SECRET_KEYS", `k1:${Buffer.alloc(32).toString("base64")}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each<[string, string | undefined, string | undefined, string]>([
  ["the peer, without a proxy", "192.0.2.7", undefined, "192.0.2.7"],
  ["the peer, mapped to IPv6", "::ffff:192.0.2.7", undefined, "192.0.2.7"],
  ["the peer by IPv6", "2001:db8::7", undefined, "2001:db8::7"],
  ["the peer that is no proxy, whatever it forwards", "192.0.2.7", "198.51.100.1", "192.0.2.7"],
  ["a proxy that forwards nothing", "10.0.0.1", undefined, "10.0.0.1"],
  ["what a proxy forwards", "10.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["what a proxy mapped to IPv6 forwards", "::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["what a proxy by IPv6 forwards", "2001:db8:ffff::1", "2001:db8::7", "2001:db8::7"],
  ["the nearest that is no proxy", "10.0.0.1", "198.51.100.1, 10.0.0.3, 10.0.0.2", "198.51.100.1"],
  ["the nearest, not what a client put before it", "10.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"],
  ["a forwarded address mapped to IPv6", "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
  ["the farthest where all are proxies", "10.0.0.1", "10.0.0.9, 10.0.0.2", "10.0.0.9"],
  ["the proxy, where it forwards no address", "10.0.0.1", "unknown", "10.0.0.1"],
  ["the proxy, where nonsense is nearest", "10.0.0.1", "198.51.100.1, <script>", "10.0.0.1"],
  ["the proxy, for an empty chain", "10.0.0.1", " , ", "10.0.0.1"],
  ["nothing, for a connection that is gone", undefined, "198.51.100.1", ""],
])("%s: %s with %s is %s", async (_, peer, forwardedFor, ip) => {
  const clientIp = await addressWith("10.0.0.0/8,2001:db8:ffff::/48");
  expect(clientIp(peer, forwardedFor)).toBe(ip);
});

test("without trusted proxies even the same machine's forwarding is hearsay", async () => {
  const clientIp = await addressWith("");
  expect(clientIp("127.0.0.1", "198.51.100.1")).toBe("127.0.0.1");
});
