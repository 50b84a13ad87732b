import { readFileSync } from "node:fs";
import net from "node:net";

/**
 * Sends requests over and over on kept connections, one at a time on each, and reports as JSON. Each connection has a
 * request of its own where there are that many. A process of its own, and no HTTP client: it must cost less than what
 * it measures.
 */
const { port, connections, seconds, heads } = JSON.parse(readFileSync(0, "utf8"));
const requests = heads.map((head) => Buffer.from(head));
const latencies = [];
const statuses = {};
const atOnce = 100;

const sockets = [];
while (sockets.length < connections) {
  const length = Math.min(atOnce, connections - sockets.length);
  sockets.push(...(await Promise.all(Array.from({ length }, connect))));
}
const startedAt = performance.now();
const endsAt = startedAt + seconds * 1000;
await Promise.all(sockets.map((socket, index) => drive(socket, requests[index % requests.length])));
const tookSeconds = (performance.now() - startedAt) / 1000;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
process.stdout.write(
  JSON.stringify({
    requests: latencies.length,
    perSecond: latencies.length / tookSeconds,
    p50: at(0.5),
    p99: at(0.99),
    statuses,
  }),
);

function connect() {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(socket));
    socket.on("error", reject);
  });
}

function drive(socket, request) {
  return new Promise((resolve, reject) => {
    let pending = Buffer.alloc(0);
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("The server closed a connection.")));
    socket.on("data", (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const headEnd = pending.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const text = pending.toString("latin1", 0, headEnd);
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (pending.length < headEnd + 4 + length) return;
      pending = pending.subarray(headEnd + 4 + length);
      const now = performance.now();
      latencies.push(now - sentAt);
      const status = text.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (now < endsAt) send();
      else {
        resolve();
        socket.end();
      }
    });
    send();
  });
}
