import net from "node:net";

/**
 * Sends one request over and over on a few kept connections, one at a time on each, and reports as JSON.
 * A child process of its own, and no HTTP client: it must cost less than what it measures.
 */
const { port, connections, seconds, head } = JSON.parse(process.argv[2]);
const request = Buffer.from(head);
const latencies = [];
const statuses = {};
const endsAt = performance.now() + seconds * 1000;

await Promise.all(Array.from({ length: connections }, () => drive()));
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
process.stdout.write(
  JSON.stringify({ perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), statuses }),
);

function drive() {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1");
    let pending = Buffer.alloc(0);
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on("connect", send);
    socket.on("error", reject);
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
        socket.end();
        resolve();
      }
    });
  });
}
