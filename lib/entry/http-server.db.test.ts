import type { IncomingHttpHeaders } from "node:http";
import net from "node:net";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { closePool, inTransaction, openPool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { makeSession } from "@/db/testing/factories/session";
import { deleteSessions } from "@/db/writes/sessions";
import { sessionCookieName } from "@/lib/server/session-cookie";
import { signToken } from "@/lib/server/signed-token";
import { startedActions } from "@/lib/server/started-actions";
import { openTestServer, type Sent } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller } from "@/lib/tooling/wire-client";
import { call } from "@/lib/wire/call";
import { calls } from "@/lib/wire/calls/index";

openTestDatabase();
const seen: IncomingHttpHeaders[] = [];
const server = openTestServer(async (request, response) => {
  seen.push({ ...request.headers });
  if (request.url === "/breaks") throw new Error("hunter2");
  if (request.url === "/begun") startedActions.add(String(request.headers["x-steward-request"]));
  if (["/begun", "/unreadable", "/breaks-by-itself"].includes(request.url ?? "")) {
    response.statusCode = 500;
    return void response.end("failed");
  }
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  response.end(`a page for ${request.method} ${request.url}${bytes > 0 ? ` with ${bytes} bytes` : ""}`);
});
const { dataOf } = callsOf(server);

const megabyte = 1024 * 1024;

describe("a body of a call", () => {
  const upTo = (bytes: number) => `{"pad":"${"x".repeat(bytes - '{"pad":""}'.length)}"}`;
  const lengths: [string, object][] = [
    ["of a known length", {}],
    ["of unknown length", { "transfer-encoding": "chunked", "content-length": undefined }],
  ];
  calls["tests.batch"] = call(
    "1.0",
    z.object({ pad: z.string() }),
    async (_, { pad }) => ({ data: { length: pad.length } }),
    { maxBodyBytes: 3 * megabyte },
  );

  test.each(lengths)("%s, of 1 MB is taken, and of more refused in the envelope", async (_, headers) => {
    const { key } = await makeCaller();
    const sendBody = (method: string, body: string) =>
      server.send("/api/auth.login", { method, body, headers: { authorization: key.basic, ...headers } });
    for (const method of ["GET", "POST"]) {
      expectEnvelope(await sendBody(method, upTo(megabyte)), { code: "200/0", name: "auth.login" });
      const refused = await sendBody(method, upTo(megabyte + 1));
      expectEnvelope(refused, { code: "413/0", name: "auth.login", message: /more than 1048576 bytes/ });
      expect(refused.headers.connection).toBe("close");
    }
    expect(await dataOf(key, "auth.login")).toHaveProperty("token");
  });

  test.each(lengths)("%s, of 17 MB is refused and read past the answer", async (_, headers) => {
    const { key } = await makeCaller();
    const received = await server.send("/api/auth.login", {
      method: "POST",
      body: Buffer.alloc(17 * megabyte, 0x20),
      headers: { authorization: key.basic, ...headers },
    });
    expectEnvelope(received, { code: "413/0", name: "auth.login" });
  });

  test("may be as large as its call says", async () => {
    const { key } = await makeCaller();
    const sendBody = (body: string) =>
      server.send("/api/tests.batch", { method: "POST", body, headers: { authorization: key.basic } });
    const data = expectEnvelope(await sendBody(upTo(3 * megabyte)), { code: "200/0", name: "tests.batch" });
    expect(data).toEqual({ length: 3 * megabyte - 10 });
    expectEnvelope(await sendBody(upTo(3 * megabyte + 1)), { code: "413/0", name: "tests.batch" });
  });

  test("is not waited for where nobody is known who sends it", async () => {
    for (const [authorization, code] of [
      ["", "401"],
      ["Authorization: Bearer nonsense\r\n", "401"],
    ]) {
      const answer = await firstAnswer(
        `POST /api/tests.batch HTTP/1.1\r\nHost: x\r\n${authorization}Content-Length: ${2 * megabyte}\r\n\r\n{`,
      );
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${code} `));
    }
  });

  test("counts toward the bodies in memory, or is told when to retry", async () => {
    const { key } = await makeCaller();
    calls["tests.large"] = call("1.0", z.object({}), async () => ({ data: {} }), {
      maxBodyBytes: 16 * megabyte,
    });
    const head = `POST /api/tests.large HTTP/1.1\r\nHost: x\r\nAuthorization: ${key.basic}\r\nContent-Length: ${16 * megabyte}\r\n\r\n{`;
    const large = () =>
      server.send("/api/tests.large", { body: upTo(2 * megabyte), headers: { authorization: key.basic } });
    const sockets = Array.from({ length: 4 }, () => net.connect(server.port(), "127.0.0.1"));
    for (const socket of sockets) socket.on("error", () => {}).write(head);
    await expect.poll(async () => (await large()).status).toBe(503);
    const refused = await large();
    expectEnvelope(refused, { code: "503/0", name: "tests.large" });
    expect(refused.headers["retry-after"]).toBe("1");
    expect(await dataOf(key, "auth.login")).toHaveProperty("token");
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await large()).status).toBe(200);
  });

  test("that never ends is cut off, with the answer before", async () => {
    const socket = net.connect(server.port(), "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (data) => received.push(data));
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
    expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 401 /);
  });

  test("that its sender leaves in the middle of disturbs nobody", async () => {
    const { key } = await makeCaller();
    for (const authorization of ["", `Authorization: ${key.basic}\r\n`]) {
      const socket = net.connect(server.port(), "127.0.0.1");
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.write(
        `POST /api/auth.login HTTP/1.1\r\nHost: x\r\n${authorization}Content-Length: 1000\r\n\r\n{`,
      );
      socket.destroy();
    }
    expect(await dataOf(key, "auth.login")).toHaveProperty("token");
  });
});

describe("a body for a page", () => {
  const chunked = { "transfer-encoding": "chunked", "content-length": undefined };
  const signIn = "/api/auth/callback/password";

  test.each<[string, string, number, Record<string, string | undefined>, number]>([
    ["a small one", "/sign-in", 64 * 1024, {}, 200],
    ["a small one in chunks", "/sign-in", 64 * 1024, chunked, 200],
    ["one of 64 KB and a byte", "/sign-in", 64 * 1024 + 1, {}, 413],
    ["one of 64 KB and a byte in chunks", "/sign-in", 64 * 1024 + 1, chunked, 413],
    ["one of 1 MB in chunks", "/settings/workspace", megabyte, chunked, 413],
    ["a small one to sign in", signIn, 64 * 1024, {}, 200],
    ["a small one to sign in, in chunks", signIn, 64 * 1024, chunked, 200],
    ["a larger one to sign in", signIn, 64 * 1024 + 1, {}, 413],
    ["a larger one to sign in, in chunks", signIn, 64 * 1024 + 1, chunked, 413],
  ])("%s from a stranger: %s, %i bytes", async (_, path, bytes, headers, status) => {
    const pages = seen.length;
    for (const method of ["POST", "GET"]) {
      const received = await server.send(path, { method, body: Buffer.alloc(bytes, "x"), headers });
      expect(received.status).toBe(status);
      if (status === 200) expect(received.text).toContain(`with ${bytes} bytes`);
    }
    expect(seen.length - pages).toBe(status === 200 ? 2 : 0);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ["of a known length", {}],
    ["in chunks", chunked],
  ])("%s may be of 4 MB for who is signed in, until the session is ended", async (_, headers) => {
    const person = await makePerson();
    const session = await makeSession(person);
    const iat = Math.floor(Date.now() / 1000);
    const token = signToken("session", { sub: person.id, sid: session, iat, exp: iat + 3_600 });
    const cookie = `other=1; ${sessionCookieName()}=${token}`;
    const post = (bytes: number, path = "/settings/workspace") =>
      server.send(path, { method: "POST", body: Buffer.alloc(bytes, "x"), headers: { cookie, ...headers } });
    expect((await post(4 * megabyte)).text).toContain(`with ${4 * megabyte} bytes`);
    expect((await post(6 * megabyte)).status).toBe(413);
    expect((await post(megabyte, signIn)).status).toBe(413);
    await inTransaction((tx) => deleteSessions(tx, person.id));
    expect((await post(megabyte)).status).toBe(413);
  });

  test("is refused before it is read where its length says enough", async () => {
    for (const path of ["/set-up", signIn]) {
      const answer = await firstAnswer(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${17 * megabyte}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    }
  });

  test("is not shown to Next before all of it has come", async () => {
    const pages = seen.length;
    const socket = net.connect(server.port(), "127.0.0.1");
    socket
      .on("error", () => {})
      .write("POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
    await server.send("/");
    expect(seen.length - pages).toBe(1);
    const answer = new Promise((resolve) => socket.once("data", (chunk) => resolve(chunk.toString())));
    socket.write("67890");
    expect(await answer).toContain("with 10 bytes");
    socket.destroy();
  });
});

describe("a form for a page", () => {
  const part = '--b1\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n';

  test.each<[string, string, string, number]>([
    ["that is whole", "multipart/form-data; boundary=b1", `${part}--b1--\r\n`, 200],
    ["with its boundary in quotes", 'Multipart/Form-Data; boundary="b1"', `${part}--b1--`, 200],
    ["without a boundary", "multipart/form-data", `${part}--b1--\r\n`, 400],
    ["that is cut off", "multipart/form-data; boundary=b1", part, 400],
    ["of another boundary", "multipart/form-data; boundary=b2", `${part}--b1--\r\n`, 400],
    ["that is none", "multipart/form-data; boundary=b1", "hello", 400],
    ["without a body", "multipart/form-data; boundary=b1", "", 400],
  ])("%s", async (_, type, body, status) => {
    const received = await server.send("/sign-in", {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
    expect(received.status).toBe(status);
  });

  test.each<[string, string, object, number]>([
    ["Next can’t read", "/unreadable", {}, 400],
    ["an action failed on", "/begun", {}, 500],
    ["is no action", "/breaks-by-itself", { "next-action": undefined }, 500],
  ])("that %s is answered for who is to blame", async (_, path, headers, status) => {
    const received = await server.send(path, {
      method: "POST",
      body: "[]",
      headers: { "next-action": "0".repeat(42), ...headers },
    });
    expect(received.status).toBe(status);
  });
});

/** What comes first over a connection on which nothing more is sent. */
async function firstAnswer(request: string): Promise<string> {
  const socket = net.connect(server.port(), "127.0.0.1");
  const answer = await new Promise<string>((resolve, reject) => {
    socket.on("error", reject).once("data", (chunk) => resolve(chunk.toString()));
    socket.write(request);
  });
  socket.destroy();
  return answer;
}

describe("every answer has the security headers, once", () => {
  const expected = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": expect.stringMatching(/^default-src 'none'/),
  };
  const large = { method: "POST", body: Buffer.alloc(70_000) };

  test.each<[string, string, Sent, number]>([
    ["a page", "/", {}, 200],
    ["a page that breaks", "/breaks", {}, 500],
    ["a static file", "/_next/static/x.js", {}, 200],
    ["sign-in", "/api/auth/session", {}, 200],
    ["the image optimizer, which is off", "/_next/image?url=%2Fx%0a&w=1&q=1", {}, 404],
    ["a path that can't be read", "/x/../y", {}, 400],
    ["a call's path that can't be read", "/api/x/../y", {}, 400],
    ["a call without credentials", "/api/auth.login", {}, 401],
    ["a call that isn't there", "/api/no.such", {}, 404],
    ["a vault", "/api/vault", {}, 401],
    ["health", "/api/health/live", {}, 200],
    ["a body too large", "/sign-in", large, 413],
    ["a foreign post", "/sign-in", { method: "POST", headers: { origin: "https://evil.example" } }, 403],
  ])("%s", async (_, path, sent, status) => {
    const received = await server.send(path, sent);
    expect(received.status).toBe(status);
    expect(received.headers).toMatchObject(expected);
    expect(received.headers["strict-transport-security"]).toBeUndefined();
  });

  test.each([
    ["no request at all", "nonsense\r\n\r\n", 400],
    ["headers without end", `GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}`, 431],
    ["two lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400],
  ])("%s", async (_, request, status) => {
    const answer = await firstAnswer(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain("\r\nx-content-type-options: nosniff\r\n");
  });
});

test("a static file may load scripts of its own server, as a worker of a page does", async () => {
  const { headers } = await server.send("/_next/static/x.js", {});
  expect(headers["content-security-policy"]).toContain("script-src 'self';");
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
  expect([received.status, received.text]).toEqual([405, ""]);
});

describe("a client that may fork", () => {
  const askOnce = (path: string, userAgent: string, body = "") =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(server.port(), "127.0.0.1");
      let text = "";
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        text += chunk;
        if (/^connection: keep-alive/im.test(text)) resolve(text);
      });
      socket.on("end", () => resolve(text));
      socket.on("close", () => resolve(text));
      const length = body ? `Content-Length: ${body.length}\r\n` : "";
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: ${userAgent}\r\n${length}\r\n`);
      // Python's client sends a body in a packet of its own.
      if (body) setImmediate(() => socket.write(body));
    });
  const python = "python-requests/2.28.1";

  test.each([
    ["a call", "/api/server.info", "401"],
    ["a call that needs no sign-in", "/api/login.supported_modes", "200"],
    ["a file", "/files/a.txt", "401"],
  ])("gets a connection for each request: %s", async (_, path, status) => {
    const answer = await askOnce(path, python);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.match(/^connection: .*$/gim)).toEqual([expect.stringMatching(/^connection: close$/i)]);
  });

  test("gets its answer, where the body comes after a refusal", async () => {
    const answer = await askOnce("/api/tasks.get_by_id", python, '{"task": "x", "method": "get"}');
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(answer).toContain('"result_code":401');
  });

  test.each([
    ["another program", "/api/login.supported_modes", "curl/8"],
    ["a page", "/icon.svg", python],
  ])("does not cost %s its connection", async (_, path, userAgent) => {
    expect(await askOnce(path, userAgent)).toMatch(/^connection: keep-alive\r$/im);
  });
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

test.each([
  ["DELETE", "/api/tasks.get_all", "GET, POST, PUT"],
  ["PATCH", "/v2.23/tasks.get_all", "GET, POST, PUT"],
  ["POST", "/api/health/live", "GET, HEAD"],
])("%s %s is 405, and says what is taken", async (method, path, allow) => {
  const received = await server.send(path, { method });
  expect([received.status, received.headers.allow]).toEqual([405, allow]);
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
