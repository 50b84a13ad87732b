import { fileURLToPath } from "node:url";

const dir = fileURLToPath(new URL("../..", import.meta.url));
const { benchWire } = await import("./bench/wire.mjs");
await benchWire(dir);
