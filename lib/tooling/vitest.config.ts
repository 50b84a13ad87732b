import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.resolve(import.meta.dirname, "../..");
const alias = { "@": root };

export default defineConfig({
  root,
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          root,
          include: ["{app,components,db,lib}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts", "**/*.shared.test.ts", "**/node_modules/**"],
          setupFiles: ["lib/tooling/number-equality.ts"],
          testTimeout: 30_000,
          // They share nothing that could be left changed: no file needs a world of its own.
          pool: "threads",
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          root,
          include: ["{app,db,lib}/**/*.db.test.ts"],
          globalSetup: ["db/testing/cluster.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "shared",
          root,
          include: ["lib/**/*.shared.test.ts"],
          setupFiles: ["lib/tooling/number-equality.ts"],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
