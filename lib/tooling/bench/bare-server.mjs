import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "./steward.mjs";

/** The limit to compare with: Node's own server, the same statements on the same database, the same answers. */
const { databaseUrl, routes } = JSON.parse(readFileSync(0, "utf8"));
const sql = connect(databaseUrl, { max: 10 });

const server = createServer(async (request, response) => {
  const route = routes[request.url];
  for (const { text, parameters } of route.statements) await sql.unsafe(text, parameters, { prepare: true });
  response.writeHead(route.status, {
    "content-type": "application/json",
    ...(route.status === 304 ? {} : { "content-length": Buffer.byteLength(route.body) }),
  });
  response.end(route.status === 304 ? undefined : route.body);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.on("SIGTERM", () => process.exit(0));
