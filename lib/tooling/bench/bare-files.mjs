import { createReadStream, createWriteStream } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** The limit to compare with: Node's own server and streams, and a file that is on the disk before the answer. */
const file = path.join(process.argv[2], "file");

const server = createServer(async (request, response) => {
  if (request.method === "POST") {
    await pipeline(request, createWriteStream(`${file}.part`, { flush: true }));
    await rename(`${file}.part`, file);
    response.end("stored");
    return;
  }
  response.writeHead(200, { "content-length": (await stat(file)).size });
  // A client that has all bytes may leave before Node sees that it wrote them.
  await pipeline(createReadStream(file), response).catch(() => {});
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.on("SIGTERM", () => process.exit(0));
