import { spawnSync } from "node:child_process";
import path from "node:path";
import { log } from "@/lib/server/log";
import type { Owner } from "./embedded-postgres/binaries";
import { isRoot } from "./own-file";

/** Read for as long as the process serves. */
const needed = [
  "package.json",
  "node_modules/next/package.json",
  ".next/BUILD_ID",
  ".next/server/app",
  ".next/steward/main.mjs",
];

/**
 * Goes on as the user who runs the embedded database, for good. Root is needed until then alone: for the data folder,
 * the secret keys, the logs and a port below 1024. Where that user can't read what is served, it stays root.
 */
export function dropPrivileges(dir: string, user: Owner | undefined): void {
  if (!isRoot() || !process.setgroups || !process.setgid || !process.setuid) return;
  if (!user) {
    log().warn("keeps running as root, because only root can reach the data folder");
    return;
  }
  const file = firstClosedTo(user, dir);
  if (file !== undefined) {
    log().warn({ file, uid: user.uid }, "keeps running as root, because another user can’t read its files");
    return;
  }
  process.setgroups([user.gid]);
  process.setgid(user.gid);
  process.setuid(user.uid);
  log().info({ uid: user.uid }, "dropped root privileges");
}

function firstClosedTo(user: Owner, dir: string): string | undefined {
  const files = needed.map((file) => path.join(dir, file));
  const look = 'for file; do test -r "$file" || { echo "$file"; exit 1; }; done';
  const asked = spawnSync("/bin/sh", ["-c", look, "sh", ...files], { ...user, cwd: "/", encoding: "utf8" });
  return asked.status === 0 ? undefined : asked.stdout?.trim() || dir;
}
