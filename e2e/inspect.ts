import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, type Page, type TestInfo } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";

const widths = [380, 768, 1280, 1440];
const photographed = [380, 768, 1440];
const examined = [380, 1280];
const settled = expect.configure({ soft: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A theme changes colors alone, so in the second one only their contrast has to be examined again. */
const themes: { theme: "light" | "dark"; rules: RunOptions }[] = [
  { theme: "light", rules: {} },
  { theme: "dark", rules: { runOnly: ["color-contrast"] } },
];

/** Pictures of every screen are taken only where somebody wants to look at them. */
const takesPictures = Boolean(process.env.STEWARD_SCREENSHOTS);

/** Looks at what is open in both themes on a phone, a tablet and two desks: nothing sticks out, nobody is shut out. */
export async function inspect(page: Page, name: string, info: TestInfo, only = widths): Promise<void> {
  for (const { theme, rules } of themes) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of only) {
      const isExamined = examined.includes(width);
      const isPhotographed = takesPictures && photographed.includes(width);
      if (theme === "dark" && !isExamined && !isPhotographed) continue;
      await page.setViewportSize({ width, height: 900 });
      await page.mouse.move(0, 0);
      await page.evaluate(untilDrawn);
      await settled
        .poll(() => overflow(page), `${name}, ${theme}, ${width}: wider than the window by`)
        .toBe(0);
      if (isPhotographed) await photograph(page, `${name}-${theme}-${width}`, info);
      if (isExamined) settled(await violations(page, rules), `${name}, ${theme}, ${width}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** In the page: colors may still be on their way from one theme to the other. */
async function untilDrawn(): Promise<void> {
  await document.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(transitions.map(({ finished }) => finished));
}

async function photograph(page: Page, name: string, info: TestInfo): Promise<void> {
  const file = path.join(info.project.outputDir, "screens", `${name}.png`);
  await page.screenshot({ path: file, fullPage: await isBare(page), animations: "disabled" });
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
async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const options = JSON.stringify({ ...rules, resultTypes: ["violations"] });
  const { violations: found } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} — ${node.target.join(" ")} — ${node.failureSummary}`),
  );
}
