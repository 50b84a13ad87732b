import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Announcement, StewardProcess } from "./process/steward-process";

/** What the demo tells of itself, wherever its data folder is served. */
export type Demo = Pick<Announcement, "signIns" | "credentials">;

const variable = "STEWARD_TEST_DEMO";

/** Makes a data folder with the demo in it once, for every server of the run to start from a copy. */
export default async function makeDemoFolder(): Promise<() => void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "steward-demo-"));
  // PostgreSQL runs as another user than root, and must get through.
  fs.chmodSync(folder, 0o755);
  process.env[variable] = folder;
  const steward = await StewardProcess.start({
    args: ["--demo", "--json"],
    env: { STEWARD_DATA: demoFolder(), LOG_LEVEL: "info" },
  });
  try {
    fs.writeFileSync(announcementFile(), JSON.stringify(await steward.announcement()), { mode: 0o600 });
  } finally {
    await steward.stop();
  }
  // The tests' data need not outlive a power cut.
  fs.appendFileSync(
    path.join(demoFolder(), "postgres/postgresql.conf"),
    "synchronous_commit = off\nfull_page_writes = off\n",
  );
  return () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export function demoFolder(): string {
  return path.join(madeIn(), "data");
}

export function readDemo(): Demo {
  return JSON.parse(fs.readFileSync(announcementFile(), "utf8"));
}

function announcementFile(): string {
  return path.join(madeIn(), "announcement.json");
}

function madeIn(): string {
  const folder = process.env[variable];
  if (!folder) throw new Error("The demo’s data folder was not made before the tests.");
  return folder;
}
