import { readFileSync } from "node:fs";
import net from "node:net";

/**
 * Sends one request, with a body of zeros of `bodyBytes` between `start` and `end` where there is one, and reads its
 * answer. Reports as JSON. A process of its own, and no HTTP client: it must cost less than what it measures.
 */
const { port, head, start = "", end = "", bodyBytes = 0 } = JSON.parse(readFileSync(0, "utf8"));
const chunk = Buffer.alloc(256 * 1024);

const socket = net.connect({ port, host: "127.0.0.1" });
const startedAt = performance.now();
const answer = readAnswer();
socket.write(`${head}${start}`);
for (let left = bodyBytes; left > 0; left -= chunk.length) {
  if (!socket.write(chunk.subarray(0, left))) await new Promise((resolve) => socket.once("drain", resolve));
}
socket.write(end);
const answered = await answer;
process.stdout.write(JSON.stringify({ ...answered, seconds: (performance.now() - startedAt) / 1000 }));
socket.destroy();

function readAnswer() {
  return new Promise((resolve, reject) => {
    let text = "";
    let length;
    let bytes = 0;
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("The server closed the connection.")));
    socket.on("data", (data) => {
      bytes += data.length;
      if (length === undefined) {
        text += data.toString("latin1");
        const headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0) return;
        length = Number(/content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1] ?? 0);
        bytes -= headEnd + 4;
      }
      if (bytes >= length) resolve({ status: Number(text.slice(9, 12)), bytes });
    });
  });
}
