import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { ExpectedFailure } from "./steps.mjs";

/** Looked at before minutes go into installing and building. */
export async function checkPort() {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ExpectedFailure(`PORT must be a whole number from 0 to 65535, but it is ${process.env.PORT}.`);
  }
  const host = process.env.HOST || undefined;
  const server = createServer();
  const code = await new Promise((resolve) => {
    server.once("error", (error) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  if (code === "EADDRINUSE") {
    throw new ExpectedFailure(
      `Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  if (code === "EACCES") {
    throw new ExpectedFailure(
      `This user can't listen on port ${port}. Choose a port above 1023: PORT=3000 npm start`,
    );
  }
  throw new ExpectedFailure(
    `Steward can't listen on ${host ?? "any address"}, port ${port} (${code}). Set HOST to an address of this machine.`,
  );
}

export function checkDataFolder(dir) {
  if (process.env.DATABASE_URL) return;
  const folder = path.resolve(dir, process.env.STEWARD_DATA || ".steward");
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error.message.split(",")[0];
    throw new ExpectedFailure(
      `Steward can't write to the data folder ${folder} (${reason}). Set STEWARD_DATA to a folder that this user can write to, or start as the user who owns it.`,
    );
  }
}
