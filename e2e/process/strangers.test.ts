import { readFileSync } from "node:fs";
import net, { type Socket } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  basic,
  type Credentials,
  cleanUp,
  dir,
  memoryOf,
  StewardProcess,
  temporaryFolder,
  until,
} from "./steward-process";

const megabyte = 1024 * 1024;
let steward: StewardProcess;
let credentials: Credentials;

beforeAll(async () => {
  const data = path.join(temporaryFolder(), "data");
  steward = await StewardProcess.start({
    args: ["--demo", "--json"],
    env: { STEWARD_DATA: data, LOG_LEVEL: "info" },
  });
  ({ credentials } = await steward.announcement());
});
afterAll(cleanUp);

/** Asks whether the process lives, again and again, while `work` goes on. */
async function watch(work: () => Promise<unknown>): Promise<{ median: number; worst: number }> {
  const times: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver || times.length < 20) {
      const started = performance.now();
      const answer = await fetch(`${steward.url}/api/health/live`);
      expect(answer.status).toBe(200);
      await answer.text();
      times.push(performance.now() - started);
      await delay(20);
    }
  })();
  await Promise.all([work().finally(() => (isOver = true)), asking]);
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1] ?? Infinity, worst: times.at(-1) ?? Infinity };
}

async function post(
  target: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${steward.url}${target}`, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { authorization: basic(credentials), ...headers },
  });
  return { status: answer.status, text: await answer.text() };
}

describe("one request keeps nobody waiting:", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}=1`).join("&");
  const keys = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0])));

  test.each<[string, string, () => string | Uint8Array<ArrayBuffer>, number]>([
    ["16 MB under a query of many names", `/api/server.info?${names(1_800)}`, () => keys(1_100_000), 413],
    ["as many keys and names as are taken", `/api/server.info?${names(990)}`, () => keys(18_000), 200],
    ["more keys than are taken", "/api/server.info", () => keys(60_000), 400],
    ["1 MB of small items", "/api/server.info", () => `{"a":[${"0,".repeat(500_000)}0]}`, 400],
    ["1 MB of brackets", "/api/server.info", () => "[".repeat(megabyte - 1), 400],
    ["16 MB for a page", "/sign-in", () => Buffer.alloc(16 * megabyte), 413],
  ])("%s", async (_, target, body, status) => {
    const payload = body();
    let answered = 0;
    const { median, worst } = await watch(async () => {
      answered = (await post(target, payload)).status;
    });
    expect(answered).toBe(status);
    expect(median).toBeLessThan(250);
    expect(worst).toBeLessThan(2_000);
  });
});

test("a thousand connections of strangers fill no memory and keep nobody waiting", async () => {
  const pid = steward.child.pid ?? 0;
  for (let round = 0; round < 30; round += 1) {
    await fetch(`${steward.url}/sign-in`).then((answer) => answer.text());
    await post("/api/auth.login", "{}");
  }
  const before = memoryOf(pid);
  let most = before;
  const sockets: Socket[] = [];
  const heads = [
    "",
    "GET /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    `POST /api/events.add_batch HTTP/1.1\r\nHost: x\r\nContent-Length: ${15 * megabyte}\r\n\r\n`,
    `POST /api/auth.login HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic({ access_key: "x".repeat(30), secret_key: "x" })}\r\nContent-Length: ${15 * megabyte}\r\n\r\n`,
    "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n",
    "POST /api/auth/callback/password HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
    `POST /settings/workspace HTTP/1.1\r\nHost: x\r\nContent-Length: ${3 * megabyte}\r\n\r\n`,
  ];
  const { median, worst } = await watch(async () => {
    for (let count = 0; count < 1_000; count += 1) {
      const socket = net.connect(steward.port, "127.0.0.1");
      const head = heads[count % heads.length] ?? "";
      socket.on("error", () => {}).resume();
      socket.write(head);
      if (head.includes("Content-Length")) socket.write(Buffer.alloc(50_000, 0x20));
      sockets.push(socket);
      if (count % 50 === 0) {
        await delay(10);
        most = Math.max(most, memoryOf(pid));
      }
    }
    for (let round = 0; round < 40; round += 1) {
      const body = Buffer.alloc(100_000, 0x20);
      for (const socket of sockets.filter(
        (_, index) => index % heads.length === 2 || index % heads.length === 3,
      )) {
        if (socket.writable && socket.writableLength === 0) socket.write(body);
      }
      await delay(50);
      most = Math.max(most, memoryOf(pid));
    }
    await until("the server has closed them all", () => sockets.every((socket) => socket.closed));
  });
  expect(most - before).toBeLessThan(64);
  expect(median).toBeLessThan(250);
  expect(worst).toBeLessThan(2_500);
});

describe("what a stranger makes up", () => {
  const actions = (): string[] => {
    const file = path.join(dir, ".next/server/server-reference-manifest.json");
    return Object.entries(
      JSON.parse(readFileSync(file, "utf8")).node as Record<string, { exportedName: string }>,
    )
      .filter(([, { exportedName }]) => exportedName === "requestResetLinkAction")
      .map(([id]) => id);
  };
  const form = "multipart/form-data; boundary=b";
  const text = "text/plain;charset=UTF-8";
  const part = (head: string) => `--b\r\n${head}\r\n\r\n["x"]\r\n--b--\r\n`;

  test.each<[string, string, string]>([
    ["a form without a boundary", "multipart/form-data", "x"],
    ["a form that is cut off", form, '--b\r\nContent-Disposition: form-data; name="0"\r\n\r\n["x"]'],
    ["a form with a header that is none", form, part("nonsense")],
    ["a form without arguments", form, part('Content-Disposition: form-data; name="7"')],
    ["no JSON", text, "{{{"],
    ["nothing", text, ""],
    ["a number", text, "5"],
    ["a reference to nowhere", text, '["$1"]'],
    ["a function of nowhere", text, '["$F1"]'],
    ["lists without end", text, "[".repeat(30_000)],
    ["another type of content", "application/octet-stream", "ab"],
  ])("for an action is no failure of ours: %s", async (_, type, body) => {
    const [id = ""] = actions();
    expect(id).not.toBe("");
    const sent = await post("/forgot-password", body, { "content-type": type, "next-action": id });
    expect(sent.status).toBeGreaterThanOrEqual(400);
    expect(sent.status).toBeLessThan(500);
  });

  test.each(["nonsense", "0".repeat(42), "f".repeat(5_000)])(
    "for an action’s id is refused: %s",
    async (id) => {
      const sent = await post("/forgot-password", "[]", { "content-type": text, "next-action": id });
      expect(sent.status).toBeGreaterThanOrEqual(400);
      expect(sent.status).toBeLessThan(500);
    },
  );

  test("forges no line of the log", async () => {
    const forged = encodeURIComponent('\n{"level":"fatal","msg":"forged"}\n');
    await fetch(`${steward.url}/_next/image?url=/${forged}&w=64&q=75`);
    await post("/forgot-password", "[]", { "next-action": 'x\t{"level":"fatal"}' });
    await until("the log is written", () => steward.output.stderr.includes('"source":"console"'));
    const lines = steward.output.stderr.split("\n").filter((line) => line !== "");
    const entries = lines.slice(lines.indexOf("Creating the database…") + 1);
    expect(entries.length).toBeGreaterThan(0);
    for (const line of entries) expect(JSON.parse(line)).not.toMatchObject({ level: "fatal" });
  });

  test("is given every security header once, where it is fetched ahead too", async () => {
    for (const [target, headers] of [
      ["/sign-in", {}],
      ["/sign-in", { purpose: "prefetch" }],
      ["/sign-in?_rsc=1", { "next-router-prefetch": "1", rsc: "1" }],
      ["/icon.svg", {}],
      ["/no-such-page", {}],
    ] as const) {
      const answer = await fetch(`${steward.url}${target}`, { headers, redirect: "manual" });
      expect(answer.headers.get("x-frame-options")).toBe("DENY");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("content-security-policy")?.match(/frame-ancestors/g)).toHaveLength(1);
      await answer.text();
    }
  });
});
