import fs from "node:fs";
import path from "node:path";
import { dir } from "../process/steward-process";

export function readBuilt<T>(file: string): T {
  return JSON.parse(fs.readFileSync(path.join(dir, ".next", file), "utf8")) as T;
}

/** Routes of the build, with the files that answer them, without those that Next adds by itself. */
function findRoutes(kind: "page" | "route"): { file: string; route: string }[] {
  return Object.entries(readBuilt<Record<string, string>>("app-path-routes-manifest.json"))
    .filter(([entry, route]) => entry.endsWith(`/${kind}`) && !route.startsWith("/_"))
    .map(([entry, route]) => ({ file: `app${entry}`, route }));
}

export function findPages(): string[] {
  return findRoutes("page").map(({ route }) => route);
}

/** Every method of every route handler, as `GET /api/vault`. */
export function findHandlers(): string[] {
  return findRoutes("route").flatMap(({ file, route }) => {
    const source = path.join(dir, `${file}.ts`);
    const code = fs.existsSync(source) ? fs.readFileSync(source, "utf8") : "function GET";
    const methods = code.matchAll(/\b(?:function|const|as) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/g);
    return [...methods].map(([, method]) => `${method} ${route}`);
  });
}

/** An address below the route; whatever its parameters name is not there. */
export function pathOfRoute(route: string): string {
  return route.replace(/\[[^\]]+\]/g, "none");
}
