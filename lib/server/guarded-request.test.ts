import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { isPublicIp } from "./public-ip";

const asked: string[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } | "silence";
const server = createServer((request, response) => {
  asked.push(`${request.headers.host} ${request.url}`);
  if (answer === "silence") return;
  response.writeHead(answer.status, answer.headers).end(answer.body);
});
let port = 0;

type Module = typeof import("./guarded-request");
let guardedRequest: Module["guardedRequest"];
let guardedUrl: Module["guardedUrl"];
let GuardedRequestFailed: Module["GuardedRequestFailed"];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  Object.assign(process.env, {
    ...{ DATABASE_URL: "postgres://unused", STEWARD_PERMITTED_NETWORKS: "127.0.0.1" },
    STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
  });
  // Another file may have read the settings already.
  vi.resetModules();
  ({ guardedRequest, guardedUrl, GuardedRequestFailed } = await import("./guarded-request"));
});

beforeEach(() => {
  answer = { status: 200, body: "well" };
  asked.length = 0;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const failureOf = (sent: Promise<unknown>) =>
  sent.then(
    () => "answered",
    (error: unknown) => (error instanceof GuardedRequestFailed ? error.failure : error),
  );

describe("an address", () => {
  test.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "192.0.1.1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
  ])("%s is public", (ip) => {
    expect(isPublicIp(ip)).toBe(true);
  });

  test.each([
    ...[
      "0.0.0.0",
      "10.1.2.3",
      "127.0.0.1",
      "127.255.255.254",
      "169.254.169.254",
      "172.16.0.1",
      "172.31.255.255",
    ],
    ...[
      "192.168.1.1",
      "100.64.0.1",
      "100.100.100.200",
      "192.0.0.192",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...["168.63.129.16", "192.0.2.1", "198.51.100.1", "203.0.113.1"],
    ...["::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1"],
    ...["::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1"],
    ...["2001:db8::1", "3fff::1", "100::1", "not an address", ""],
  ])("%s is not public", (ip) => {
    expect(isPublicIp(ip)).toBe(false);
  });
});

describe("a host", () => {
  test.each([
    ...[
      "http://127.1/",
      "http://2130706433/",
      "http://0x7f.0.0.1/",
      "http://0177.0.0.1/",
      "http://0x08080808/",
    ],
    ...[
      "http://127.0.0.1./",
      "http://localhost./",
      "http://user:secret@example.com/",
      "http://example.com@10.0.0.1/",
    ],
    ...["http://①②⑦.0.0.1/", "http://%31%32%37.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://[0:0::1]/"],
    ...[
      "ftp://example.com/",
      "file:///etc/passwd",
      "http:/\\127.0.0.1/",
      "http:example.com",
      "//example.com",
      "",
    ],
  ])("that is written as %s is refused", (target) => {
    expect(() => guardedUrl(target)).toThrow(GuardedRequestFailed);
  });

  test.each([
    "http://example.com",
    "https://EXAMPLE.com:9000/bucket?a=1",
    "http://[2606:4700::1]:9000/",
    "http://8.8.8.8/",
  ])("that is written as %s is asked", (target) => {
    expect(guardedUrl(target).href).toBe(new URL(target).href);
  });

  test.each<[string, string[]]>([
    ["of a private network", ["10.0.0.7"]],
    ["of this machine, beside the permitted address", ["127.0.0.2"]],
    ["of the metadata service", ["169.254.169.254"]],
    ["with a public and a private address", ["8.8.8.8", "192.168.0.1"]],
    ["with a mapped address", ["::ffff:10.0.0.1"]],
  ])("%s is refused without a connection", async (_, ips) => {
    const sent = guardedRequest(`http://storage.example:${port}/`, {}, async () => ips);
    expect(await failureOf(sent)).toBe("closed_address");
    expect(asked).toEqual([]);
  });

  test.each([
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[fd00:ec2::254]/",
    "http://[64:ff9b::a00:1]/",
  ])("%s, an address, is refused", async (target) => {
    expect(await failureOf(guardedRequest(target))).toBe("closed_address");
  });

  test("is resolved once, and what it resolves to afterwards is not asked", async () => {
    const answers = [["127.0.0.1"], ["10.0.0.1"]];
    const resolve = async () => answers.shift() ?? [];
    const { status, text } = await guardedRequest(`http://storage.example:${port}/a?b=c`, {}, resolve);
    expect({ status, text, asked, left: answers.length }).toEqual({
      ...{ status: 200, text: "well", asked: [`storage.example:${port} /a?b=c`], left: 1 },
    });
    expect(await failureOf(guardedRequest(`http://storage.example:${port}/`, {}, resolve))).toBe(
      "closed_address",
    );
  });

  test("that is not known, or that nobody listens at, says so", async () => {
    const unknown = guardedRequest("http://storage.example/", {}, () =>
      Promise.reject(new Error("ENOTFOUND")),
    );
    expect(await failureOf(unknown)).toBe("unknown_host");
    expect(await failureOf(guardedRequest("http://storage.example/", {}, async () => []))).toBe(
      "unknown_host",
    );
    expect(await failureOf(guardedRequest("http://127.0.0.1:1/"))).toBe("unreachable");
  });
});

describe("an answer", () => {
  test("that redirects is not followed", async () => {
    answer = { status: 302, headers: { location: "http://169.254.169.254/latest/meta-data/" } };
    const { status, headers } = await guardedRequest(`http://127.0.0.1:${port}/`);
    expect({ status, location: headers.location, requests: asked.length }).toEqual({
      ...{ status: 302, location: "http://169.254.169.254/latest/meta-data/", requests: 1 },
    });
  });

  test("that is too long, or does not come, ends the request", async () => {
    answer = { status: 200, body: "x".repeat(2_000) };
    expect(await failureOf(guardedRequest(`http://127.0.0.1:${port}/`, { mostBytes: 1_000 }))).toBe(
      "too_large",
    );
    answer = "silence";
    expect(await failureOf(guardedRequest(`http://127.0.0.1:${port}/`, { timeoutMs: 50 }))).toBe("timed_out");
    const never = () => new Promise<string[]>(() => {});
    expect(await failureOf(guardedRequest("http://storage.example/", { timeoutMs: 50 }, never))).toBe(
      "timed_out",
    );
  });

  test("without TLS to a request with it is told apart", async () => {
    expect(await failureOf(guardedRequest(`https://127.0.0.1:${port}/`))).toBe("not_tls");
  });
});
