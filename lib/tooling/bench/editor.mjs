import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findOrInstallChromium } from "../find-chromium.mjs";
import { withSteward } from "./steward.mjs";

const barMs = 200;
const mostBytes = 256 * 1024;

/** As long as a vault can be, written as people write one: an entry for each bucket, with a comment. */
function largest(entry) {
  let text = "";
  for (let at = 1; ; at += 1) {
    const next = entry(at);
    if (text.length + next.length > mostBytes - 200) return text;
    text += next;
  }
}

const bucket = (at) =>
  `      {\n        # Bucket of team ${at}\n        bucket: "team-${at}"\n        key: "AKIA${at}"\n        secret: "secret-${at}"\n        region: "eu-central-1"\n      }\n`;
const yamlBucket = (at) =>
  `        # Bucket of team ${at}\n        - bucket: team-${at}\n          key: AKIA${at}\n          secret: secret-${at}\n          region: eu-central-1\n`;
const jsonBucket = (at) =>
  `        {"bucket": "team-${at}", "key": "AKIA${at}", "secret": "secret-${at}"},\n`;

const texts = {
  "vault.conf": `sdk {\n  aws.s3 {\n    credentials: [\n${largest(bucket)}    ]\n  }\n}\n`,
  "vault.yaml": `sdk:\n  aws:\n    s3:\n      credentials:\n${largest(yamlBucket)}`,
  "vault.json": `{"sdk": {"aws": {"s3": {"credentials": [\n${largest(jsonBucket)}{}]}}}}\n`,
};

/** The longest time that a page with a vault of 256 KB draws no frame, at each step of editing it in a browser. */
export async function benchEditor(dir) {
  const executablePath = findOrInstallChromium(dir, console.log);
  await withSteward(dir, async ({ port, demo }) => {
    const browser = await chromium.launch({ executablePath });
    try {
      const context = await browser.newContext({ baseURL: `http://localhost:${port}` });
      const page = await context.newPage();
      await signIn(page, demo.signIns[0]);
      console.log(`editor: the longest gap between two frames and the longest task; the bar is ${barMs} ms`);
      console.log("| file | step | frame ms | task ms |\n|---|---|---|---|");
      for (const [name, text] of Object.entries(texts)) await edit(page, name, text);
    } finally {
      await browser.close();
    }
  });
}

async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("table", { name: "API credentials" }).waitFor();
}

async function edit(page, name, text) {
  const button = (label) => page.getByRole("button", { name: label, exact: true });
  const editor = page.getByRole("textbox", { name: /^Text of the configuration vault/ });
  const view = page.getByRole("region", { name: "Text of the configuration vault" });
  const step = async (what, work) => {
    await page.evaluate(watchFrames);
    await work();
    const { frame, task } = await page.evaluate(() => window.stopWatching());
    console.log(`| ${name} | ${what} | ${frame.toFixed(0)} | ${task.toFixed(0)} |`);
    if (frame < barMs) return;
    console.log(`✗ ${what} is over the bar.`);
    process.exitCode = 1;
  };
  const open = async () => {
    await button("Edit").or(button("Write a configuration")).click();
    await editor.waitFor();
  };
  const saved = async () => {
    await button("OK").click();
    await view.waitFor();
  };

  await page.goto("/settings/workspace");
  await open();
  await step("import", async () => {
    await page
      .getByLabel("File to import")
      .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await editor.getByText("sdk").first().waitFor();
    await checked(page);
  });
  await step("save a new text", saved);
  await page.reload();
  await step("open", async () => {
    await open();
    await editor.getByText("sdk").first().waitFor();
    await checked(page);
  });
  await step("scroll", async () => {
    await editor.hover();
    for (let turn = 0; turn < 60; turn += 1) await page.mouse.wheel(0, 1_500);
    await editor.press("ControlOrMeta+End");
    await editor.press("ControlOrMeta+Home");
    await checked(page);
  });
  await step("type", async () => {
    await editor.press("ControlOrMeta+Home");
    await editor.pressSequentially(name.endsWith("json") ? "      " : "# typed at the top\n", { delay: 40 });
    await checked(page);
  });
  await step("find", async () => {
    await button("Find").click();
    await page.getByRole("textbox", { name: "Find" }).pressSequentially("team-9", { delay: 40 });
    await page.keyboard.press("Enter");
    await checked(page);
    await page.keyboard.press("Escape");
  });
  await step("format", async () => {
    await button("Format text").click();
    await checked(page);
  });
  await step("save", saved);
}

/** Time for the check of the text, which begins when the typing rests. */
async function checked(page) {
  await page.waitForTimeout(1_500);
}

function watchFrames() {
  let frame = 0;
  let task = 0;
  let last = performance.now();
  let running = true;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) task = Math.max(task, duration);
  });
  observer.observe({ type: "longtask" });
  const next = (now) => {
    frame = Math.max(frame, now - last);
    last = now;
    if (running) requestAnimationFrame(next);
  };
  requestAnimationFrame((now) => {
    last = now;
    requestAnimationFrame(next);
  });
  window.stopWatching = async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    running = false;
    observer.disconnect();
    return { frame, task };
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchEditor(fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""));
}
