// Steward's vault engine as the benches load it, and the vaults that they read.
import path from "node:path";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "../../..");

/** One module of the engine, bundled as a browser gets it. */
export async function loadEngine(name) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, `lib/core/vault/${name}.ts`)],
    bundle: true,
    format: "esm",
    platform: "browser",
    alias: { "@": root },
    write: false,
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Sections as people write them, with comments, lists, paths and numbers. Every peer can read it. */
export function vaultOf(kilobytes) {
  const sections = [];
  for (let index = 0, size = 0; ; index += 1) {
    const section = `section${index} {
  # what section ${index} is for
  name = "value number ${index}"
  path = "/mnt/data/${index}/cache"
  count = ${index * 7}
  enabled = true
  list = ["first ${index}", "second ${index}", ${index}]
  nested { deep { key = "some longer text that fills the line ${index}" } }
}
`;
    size += section.length;
    if (size > kilobytes * 1024) return sections.join("");
    sections.push(section);
  }
}
