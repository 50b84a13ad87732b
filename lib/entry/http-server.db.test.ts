import type { IncomingHttpHeaders } from "node:http";
import net from "node:net";
import { describe, expect, test } from "vitest";
import { closePool, openPool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";

openTestDatabase();
const seen: IncomingHttpHeaders[] = [];
const server = openTestServer(async (request, response) => {
  seen.push({ ...request.headers });
  if (request.url === "/breaks") throw new Error("hunter2");
  response.end(`a page for ${request.method} ${request.url}`);
});
const { dataOf } = callsOf(server);

const megabyte = 1024 * 1024;

describe("a body", () => {
  test.each<[string, object]>([
    ["of a known length", {}],
    ["of unknown length", { "transfer-encoding": "chunked", "content-length": undefined }],
  ])("of 17 MB, %s, is refused in the envelope and read to its end", async (_, headers) => {
    const { key } = await makeCaller();
    const received = await server.send("/api/v2.23/events.add_batch", {
      method: "POST",
      body: Buffer.alloc(17 * megabyte, 0x20),
      headers: { authorization: key.basic, ...headers },
    });
    expectEnvelope(received, { code: "413/0", name: "v2.23/events.add_batch", actual: null });
    expect(received.headers.connection).toBe("close");
    expect(await dataOf(key, "auth.login")).toHaveProperty("token");
  });

  test("of 16 MB is taken, by GET too", async () => {
    const { key } = await makeCaller();
    const start = '{"pad":"';
    const body = `${start}${"x".repeat(16 * megabyte - start.length - 2)}"}`;
    for (const method of ["GET", "POST"]) {
      const received = await server.send("/api/auth.login", {
        method,
        body,
        headers: { authorization: key.basic },
      });
      expectEnvelope(received, { code: "200/0", name: "auth.login" });
    }
  });

  test("that never ends is cut off, with the answer before", async () => {
    const socket = net.connect(server.port(), "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk) => received.push(chunk));
    socket.write("POST /api/auth.login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    const chunk = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(megabyte), Buffer.from("\r\n")]);
    let isOver = false;
    const over = new Promise<void>((resolve) => {
      const end = () => {
        isOver = true;
        resolve();
      };
      socket.on("close", end).on("error", end).on("end", end);
    });
    for (let sent = 0; sent < 200 && !isOver; sent += 1) {
      if (!socket.write(chunk))
        await Promise.race([over, new Promise((resolve) => socket.once("drain", resolve))]);
    }
    await over;
    socket.destroy();
    expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("that its sender leaves in the middle of disturbs nobody", async () => {
    const socket = net.connect(server.port(), "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write("POST /api/auth.login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
    socket.destroy();
    const { key } = await makeCaller();
    expect(await dataOf(key, "auth.login")).toHaveProperty("token");
  });

  test.each([
    ["too large for a page", "/set-up", `Content-Length: ${17 * megabyte}`, 413],
    ["too large for a sign-in", "/api/auth/callback/password", `Content-Length: ${65 * 1024}`, 413],
    ["of unknown length for a sign-in", "/api/auth/callback/password", "Transfer-Encoding: chunked", 411],
  ])("%s is refused before it is read", async (_, path, length, status) => {
    const pages = seen.length;
    const socket = net.connect(server.port(), "127.0.0.1");
    const answer = await new Promise<string>((resolve, reject) => {
      socket.on("error", reject).once("data", (chunk) => resolve(chunk.toString()));
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n`);
    });
    socket.destroy();
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(seen.length).toBe(pages);
  });
});

test.each(["DELETE", "PATCH", "OPTIONS"])("%s of a call is refused in the envelope", async (method) => {
  const { key } = await makeCaller();
  const received = await server.send("/api/auth.login", { method, headers: { authorization: key.basic } });
  expectEnvelope(received, { code: "400/0", name: "auth.login", actual: null });
});

describe("a path that could be read as another", () => {
  const paths = [
    "/./api/auth/session",
    "/x/../api/auth/session",
    "/x/%2e%2e/api/auth/session",
    "//api/auth/x",
  ];
  const more = [
    "/api%2fauth/session",
    "/api\\auth/session",
    "/%61pi/auth/session",
    "http://localhost/sign-in",
    "*",
  ];

  test.each([...paths, ...more])("%s is 400, and no page sees it", async (path) => {
    const pages = seen.length;
    for (const method of ["GET", "POST"]) {
      expect((await server.send(path, { method })).status).toBe(400);
    }
    expect(seen.length).toBe(pages);
  });

  test.each(["/api/./auth.login", "/api/x/../auth.login", "/api/auth/../auth.login", "/api/%2e/auth.login"])(
    "%s is 400 in the envelope",
    async (path) => {
      const received = await server.send(path);
      expectEnvelope(received, { code: "400/0", name: path.slice("/api/".length), actual: null });
    },
  );

  test.each(["TRACE", "CONNECT"])("%s is 400", async (method) => {
    const pages = seen.length;
    const socket = net.connect(server.port(), "127.0.0.1");
    const answer = await new Promise<string>((resolve, reject) => {
      socket.on("error", reject).once("data", (chunk) => resolve(chunk.toString()));
      socket.write(`${method} ${method === "CONNECT" ? "x:1" : "/"} HTTP/1.1\r\nHost: x\r\n\r\n`);
    });
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(seen.length).toBe(pages);
  });
});

describe("a call at the root", () => {
  test.each([
    ["/auth.login", "auth.login", "2.34", "200/0"],
    ["/v2.23/users.get_vaults", "users.get_vaults", "2.23", "200/0"],
    ["/auth.no_such_call", "auth.no_such_call", "2.34", "404/0"],
  ])("%s is answered as below /api", async (path, name, requested, code) => {
    const { key } = await makeCaller();
    const received = await server.send(path, {
      body: { method: "get" },
      headers: { authorization: key.basic },
    });
    expectEnvelope(received, { code, name, requested, ...(code === "404/0" ? { actual: null } : {}) });
  });

  test.each(["/icon.svg", "/nobody.knows", "/v2.23/nobody.knows", "/auth", "/settings/auth.login"])(
    "%s is none, and stays with the pages",
    async (path) => {
      expect((await server.send(path)).text).toBe(`a page for GET ${path}`);
    },
  );
});

test("HEAD of a call has no body, and leaves the connection in order", async () => {
  const received = await server.send("/api/auth.login", { method: "HEAD" });
  expect([received.status, received.text]).toEqual([400, ""]);
});

test("several calls go over one connection, one after the other", async () => {
  const { key } = await makeCaller();
  const request = `GET /api/server.info HTTP/1.1\r\nHost: x\r\nAuthorization: ${key.basic}\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{"method":"get"}`;
  const socket = net.connect(server.port(), "127.0.0.1");
  const answers = await new Promise<string>((resolve, reject) => {
    let text = "";
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      text += chunk;
      if (text.split('"result_code":200').length > 3) resolve(text);
    });
    socket.write(request.repeat(3));
  });
  socket.destroy();
  expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
});

describe("pages", () => {
  test.each([
    "/",
    "/settings/workspace",
    "/api",
    "/api/auth/session",
    "/api/auth/callback/password",
    "/apis/x",
  ])("get %s", async (path) => {
    expect((await server.send(path)).text).toBe(`a page for GET ${path}`);
  });

  test("see the configured address and none of what a client says of it", async () => {
    await server.send("/settings", {
      headers: {
        host: "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "x-forwarded-for": "203.0.113.9",
        "x-steward-address": "203.0.113.9",
        "x-middleware-subrequest": "proxy",
        "x-other": "kept",
      },
    });
    const headers = seen.at(-1) ?? {};
    expect(headers).toMatchObject({
      host: "localhost:3000",
      "x-forwarded-host": "localhost:3000",
      "x-forwarded-proto": "http",
      "x-steward-address": "127.0.0.1",
      "x-other": "kept",
    });
    expect(headers["x-forwarded-for"]).toBeUndefined();
    expect(headers["x-middleware-subrequest"]).toBeUndefined();
  });

  test.each([
    ["POST", "https://evil.example", 403],
    ["POST", "null", 403],
    ["POST", "http://localhost:3001", 403],
    ["DELETE", "https://evil.example", 403],
    ["POST", "http://localhost:3000", 200],
    ["POST", undefined, 200],
    ["GET", "https://evil.example", 200],
  ])("take %s from %s: %i", async (method, origin, status) => {
    const pages = seen.length;
    const received = await server.send("/sign-in", { method, headers: { origin } });
    expect(received.status).toBe(status);
    expect(seen.length - pages).toBe(status === 200 ? 1 : 0);
  });

  test("that break show a reference and nothing else", async () => {
    const received = await server.send("/breaks");
    expect(received.status).toBe(500);
    expect(received.text).toMatch(/^Something went wrong\. Reference [0-9a-f]{8}\.\n$/);
  });
});

test("every answer has an id of its own", async () => {
  const ids = await Promise.all(
    ["/", "/api/health/live", "/api/vault", "/api/auth.login", "/api/nonsense"].map(
      async (path) => (await server.send(path)).headers["x-request-id"],
    ),
  );
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

describe("health", () => {
  test.each(["live", "ready"])("is %s", async (check) => {
    const received = await server.send(`/api/health/${check}`);
    expect([received.status, JSON.parse(received.text)]).toEqual([200, { status: check }]);
    expect(received.headers["cache-control"]).toBe("no-store");
  });

  test("without the database is live and not ready, and calls still get the envelope", async () => {
    const { key } = await makeCaller();
    await closePool();
    try {
      expect((await server.send("/api/health/live")).status).toBe(200);
      const ready = await server.send("/api/health/ready");
      expect([ready.status, JSON.parse(ready.text)]).toEqual([
        503,
        { status: "the database can’t be reached" },
      ]);
      const received = await server.send("/api/auth.login", { headers: { authorization: key.basic } });
      expectEnvelope(received, { code: "500/0", name: "auth.login", message: /reference=[0-9a-f]{8}$/ });
    } finally {
      openPool(process.env.DATABASE_URL ?? "", { maxConnections: 5 });
    }
    expect((await server.send("/api/health/ready")).status).toBe(200);
  });
});
