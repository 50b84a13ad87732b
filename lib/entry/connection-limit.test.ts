import { createServer, type Server } from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConnectionLimit } from "./connection-limit";

let server: Server;
const opened: Socket[] = [];
const held: (() => void)[] = [];

beforeEach(async () => {
  server = createServer((request, response) => {
    connections.began(request.socket);
    response.on("close", () => connections.ended(request.socket));
    if (request.url === "/held") held.push(() => response.end("held"));
    else response.end("answered");
  });
  const connections = new ConnectionLimit(server, {
    most: 6,
    mostPerIp: 4,
    isProxy: (ip) => ip === "127.0.0.9",
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  held.splice(0);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function open(ip = "127.0.0.1"): Promise<Socket> {
  const socket = net.connect({
    port: (server.address() as AddressInfo).port,
    host: "127.0.0.1",
    localAddress: ip,
  });
  opened.push(socket.on("error", () => {}));
  const accepted = new Promise((resolve) => server.once("connection", resolve));
  await accepted;
  return socket;
}

/** What is answered over it; nothing when it was closed. */
function ask(socket: Socket, path = "/"): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const finish = () => resolve(text);
    socket.on("close", finish).on("data", (chunk) => {
      text += chunk;
      if (/answered|held$/.test(text)) finish();
    });
    if (socket.closed) finish();
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  });
}

async function openHeld(ip?: string): Promise<string> {
  return ask(await open(ip), "/held");
}

const isClosed = (socket: Socket) => expect.poll(() => socket.closed).toBe(true);

test("an idle connection makes way before one that never asked, and both before one that is being answered", async () => {
  const answer = openHeld();
  await expect.poll(() => held.length).toBe(1);
  const silent = await open();
  const idle = await open();
  expect(await ask(idle)).toMatch(/answered/);
  await open();
  expect(await ask(await open())).toMatch(/answered/);
  await isClosed(idle);
  expect(silent.closed).toBe(false);
  held[0]?.();
  expect(await answer).toMatch(/held/);
});

test("the oldest that never asked makes way where none is idle", async () => {
  const [first, second] = [await open(), await open()];
  await open();
  await open();
  expect(await ask(await open())).toMatch(/answered/);
  await isClosed(first);
  expect(second.closed).toBe(false);
});

test("where all of an IP’s are being answered, its next one is refused, and another’s is not", async () => {
  for (let count = 0; count < 4; count += 1) void openHeld();
  await expect.poll(() => held.length).toBe(4);
  expect(await ask(await open())).toBe("");
  expect(await ask(await open("127.0.0.2"))).toMatch(/answered/);
});

test("a proxy has no share, and all together have a limit", async () => {
  for (let count = 0; count < 6; count += 1) void openHeld("127.0.0.9");
  await expect.poll(() => held.length).toBe(6);
  expect(await ask(await open("127.0.0.9"))).toBe("");
  expect(await ask(await open("127.0.0.2"))).toBe("");
  held[0]?.();
  await expect.poll(async () => ask(await open("127.0.0.2"))).toMatch(/answered/);
});

test("what was closed leaves its place", async () => {
  for (let count = 0; count < 20; count += 1) {
    const socket = await open();
    expect(await ask(socket)).toMatch(/answered/);
    socket.destroy();
  }
  for (let count = 0; count < 4; count += 1) void openHeld();
  await expect.poll(() => held.length).toBe(4);
});
