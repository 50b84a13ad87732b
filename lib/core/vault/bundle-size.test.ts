import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

it("sends a browser at most 24 KB for HOCON", async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(import.meta.dirname, "hocon/parse-hocon.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(24 * 1024);
  expect(Object.keys(metafile.inputs).filter((input) => input.includes("node_modules"))).toEqual([]);
});
