import { copyFileSync } from "node:fs";
import path from "node:path";
import { accessConfigurationScreens } from "../access-configuration-screens";
import { accessQuestionScreens } from "../access-question-screens";
import { accessRuleScreens } from "../access-rule-screens";
import { adminVaultScreens } from "../admin-vault-screens";
import { configurationScreens } from "../configuration-screens";
import { expect, test } from "../fixtures";
import { groupScreens } from "../group-screens";
import { inspect } from "../inspect";
import { peopleScreens } from "../people-screens";
import { projectScreens } from "../project-screens";
import { narrowMenu, screens } from "../screens";
import { serviceAccountScreens } from "../service-account-screens";
import { usageScreens } from "../usage-screens";

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const [name, show] of Object.entries({
  ...screens,
  ...peopleScreens,
  ...adminVaultScreens,
  ...groupScreens,
  ...serviceAccountScreens,
  ...projectScreens,
  ...accessRuleScreens,
  ...accessQuestionScreens,
  ...accessConfigurationScreens,
  ...usageScreens,
  ...configurationScreens,
})) {
  test(name, async ({ steward, open, signIn, expectedMessages }, info) => {
    test.slow(Boolean(process.env.STEWARD_SCREENSHOTS), "Pictures of long pages take as long again.");
    expectedMessages.push(/status of 40[14]/);
    await inspect(await show({ steward, open, signIn }), name, info);
  });
}

test("narrow-menu", async ({ steward, open, signIn }, info) => {
  await inspect(await narrowMenu({ steward, open, signIn }), "narrow-menu", info, [380]);
});

test("the picture in README", async ({ open, steward }, info) => {
  const [dana] = steward.demo.signIns;
  const page = await open({ colorScheme: "light", viewport: { width: 1280, height: 860 } });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(dana?.email ?? "");
  await page.getByLabel("Password").fill(dana?.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("table", { name: "API credentials" })).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  const file = path.join(info.project.outputDir, "screens/readme.png");
  await page.screenshot({ path: file, animations: "disabled" });
  const wanted = process.env.STEWARD_README_SCREENSHOT;
  if (wanted) copyFileSync(file, wanted);
});
