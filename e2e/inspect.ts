import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, type Page, type TestInfo } from "@playwright/test";
import type { AxeResults } from "axe-core";

const widths = [380, 768, 1280, 1440];
const photographed = [380, 768, 1440];
const examined = [380, 1280];
const settled = expect.configure({ soft: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Looks at what is open on a phone, a tablet and two desks: nothing sticks out, nobody is shut out. */
export async function inspect(page: Page, name: string, info: TestInfo, only = widths): Promise<void> {
  for (const width of only) {
    await page.setViewportSize({ width, height: 900 });
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.fonts.ready);
    await settled.poll(() => overflow(page), `${name} at ${width}: wider than the window by`).toBe(0);
    if (photographed.includes(width)) {
      const file = path.join(info.project.outputDir, "screens", `${name}-${width}.png`);
      await page.screenshot({ path: file, fullPage: await isBare(page), animations: "disabled" });
    }
    if (examined.includes(width)) settled(await violations(page), `${name} at ${width}`).toEqual([]);
  }
}

/** A picture of a whole page would tear what floats over it from its place. */
async function isBare(page: Page): Promise<boolean> {
  await page.evaluate(() => window.scrollTo(0, 0));
  return (await page.locator('.scrim, [role="menu"], :popover-open').count()) === 0;
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Through the debugger, as the page's own policy lets no foreign script in. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate<AxeResults>("axe.run(document)");
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} — ${node.target.join(" ")} — ${node.failureSummary}`),
  );
}
