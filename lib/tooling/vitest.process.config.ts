import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.resolve(import.meta.dirname, "../..");

/** Whole processes, started as an operator starts them, one after the other: they need the production build. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        resolve: { alias: { "@": root } },
        test: {
          name: "process",
          root,
          include: ["e2e/process/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
