import { defineConfig } from "@playwright/test";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testMatch: "**/*.spec.ts",
  globalSetup: "./demo-folder.ts",
  outputDir: "../test-results",
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  // A test that failed runs again with a trace; that it passes then does not make it a pass.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: "chromium",
    launchOptions: { executablePath: process.env.STEWARD_CHROMIUM || "/usr/bin/chromium", args: flags },
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    trace: "on-first-retry",
  },
});
