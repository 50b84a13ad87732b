import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { StartupProblem } from "../startup-problem";
import { type Binaries, completeLibraryNames, copyBinaries, type Owner } from "./binaries";

/** How PostgreSQL's programs are started: by whom, from where, with which privilege. */
export type RunAs = {
  owner: Owner | undefined;
  binaries: Binaries;
  command(program: "postgres" | "initdb", args: string[]): Command;
};

type Command = { file: string; args: string[]; options: { uid?: number; gid?: number } };
type Prefix = { file: string; args: string[] } | undefined;

/** PostgreSQL refuses to run as root: root hands it to another user, who must reach the programs and the data. */
export function chooseRunAs(found: Binaries, dataFolder: string, clusterFolder: string): RunAs {
  if (process.getuid?.() !== 0) {
    const binaries = completeLibraryNames(found.nativeFolder) ? found : copyBinaries(found, dataFolder);
    const runAs = makeRunAs(undefined, binaries, undefined);
    const failure = probe(runAs, dataFolder);
    if (failure) throw new StartupProblem(unusable(failure));
    return runAs;
  }
  completeLibraryNames(found.nativeFolder);
  const owner = chooseOwner(dataFolder, clusterFolder);
  return runWithoutPrivilege(found, dataFolder, owner) ?? runWithOneCapability(found, dataFolder, owner);
}

function runWithoutPrivilege(found: Binaries, dataFolder: string, owner: Owner): RunAs | undefined {
  if (!canEnter(owner, path.dirname(dataFolder))) return undefined;
  // The top folder stays root's, and lets PostgreSQL's group through: anyone who can write there could create links.
  fs.chownSync(dataFolder, 0, owner.gid);
  fs.chmodSync(dataFolder, 0o710);
  const inPlace = makeRunAs(owner, found, undefined);
  if (!probe(inPlace, dataFolder)) return inPlace;
  const copied = makeRunAs(owner, copyBinaries(found, dataFolder, owner), undefined);
  const failure = probe(copied, dataFolder);
  if (failure) throw new StartupProblem(unusable(failure));
  return copied;
}

/** Behind a folder that only root may enter, PostgreSQL's user gets the one privilege of passing it. */
function runWithOneCapability(found: Binaries, dataFolder: string, owner: Owner): RunAs {
  for (const capability of ["dac_read_search", "dac_override"]) {
    const args = [
      // PostgreSQL asks access(2) about its own programs, which forgets capabilities without this bit.
      ...["--securebits", "+no_setuid_fixup"],
      ...["--reuid", String(owner.uid), "--regid", String(owner.gid), "--clear-groups"],
      ...[`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`],
      "--",
    ];
    const runAs = makeRunAs(owner, found, { file: "setpriv", args });
    if (!probe(runAs, dataFolder)) return runAs;
  }
  throw new StartupProblem(
    `PostgreSQL doesn't run as root, and the user it would run as (uid ${owner.uid}) can't reach the data folder ${dataFolder} because it has no access to ${closedParent(owner, dataFolder)}. Set STEWARD_DATA to a folder such as /var/lib/steward, start as an ordinary user, or set DATABASE_URL.`,
  );
}

function makeRunAs(owner: Owner | undefined, binaries: Binaries, prefix: Prefix): RunAs {
  return {
    owner,
    binaries,
    command(program, args) {
      const file = path.join(binaries.nativeFolder, "bin", program);
      if (prefix) return { file: prefix.file, args: [...prefix.args, file, ...args], options: {} };
      // With a uid, Node clears the supplementary groups too.
      return { file, args, options: owner ?? {} };
    },
  };
}

/** Whether the programs find each other and the data folder opens: `initdb --show` looks at both and changes nothing. */
function probe(runAs: RunAs, dataFolder: string): string | undefined {
  const { file, args, options } = runAs.command("initdb", ["--show", "--no-locale", "-D", dataFolder]);
  const entered = spawnSync("/bin/sh", ["-c", 'cd "$0" && exec "$@"', dataFolder, file, ...args], {
    ...options,
    cwd: "/",
    env: programEnvironment(),
    encoding: "utf8",
  });
  if (entered.status === 0) return undefined;
  const said = entered.error?.message ?? entered.stderr.trim().split("\n").at(-1);
  return said || `initdb ended with ${entered.status ?? entered.signal}`;
}

/** PostgreSQL's programs listen to many variables (PGPORT, PGDATA…) that may be meant for others. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const PATH = process.env.PATH || "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  return { PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" };
}

function unusable(failure: string): string {
  return `The embedded PostgreSQL can't be started (${failure}). Set DATABASE_URL to use PostgreSQL 15 or newer.`;
}

/** The data stays with who has it; new data goes to the system's PostgreSQL user, else to nobody. */
function chooseOwner(dataFolder: string, clusterFolder: string): Owner {
  if (fs.existsSync(clusterFolder)) {
    const { uid, gid } = fs.statSync(clusterFolder);
    if (uid !== 0) return { uid, gid };
  }
  const candidates = [String(fs.statSync(dataFolder).uid), "postgres", "_postgres", "nobody"];
  for (const candidate of candidates) {
    const uid = idOf("-u", candidate);
    const gid = idOf("-g", candidate);
    if (uid && gid && canEnter({ uid, gid }, "/")) return { uid, gid };
  }
  throw new StartupProblem(
    "PostgreSQL doesn't run as root, and this system has no other user that it could run as. Start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whose a cluster is, unless nobody but root can enter its folder. */
export function ownerOf(clusterFolder: string): Owner | undefined {
  const { uid, gid } = fs.statSync(clusterFolder);
  return uid !== 0 && canEnter({ uid, gid }, clusterFolder) ? { uid, gid } : undefined;
}

function idOf(kind: "-u" | "-g", user: string): number | undefined {
  const asked = spawnSync("id", [kind, user], { encoding: "utf8" });
  return asked.status === 0 ? Number(asked.stdout) : undefined;
}

function canEnter(owner: Owner, folder: string): boolean {
  const entered = spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...owner, cwd: "/" });
  return entered.status === 0;
}

function closedParent(owner: Owner, folder: string): string {
  const parents: string[] = [];
  for (let parent = path.dirname(folder); parent !== path.dirname(parent); parent = path.dirname(parent)) {
    parents.unshift(parent);
  }
  return parents.find((parent) => !canEnter(owner, parent)) ?? path.dirname(folder);
}
