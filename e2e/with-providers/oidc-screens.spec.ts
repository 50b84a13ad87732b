import { makeAccount } from "@/db/testing/factories/person";
import { expect, makePeerAccount, partner, passThrough, test } from "../identity-provider-fixtures";
import { inspect } from "../inspect";
import { invite, onUsers } from "../people-screens";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("sign-in", async ({ open }, info) => {
  const page = await open();
  await page.goto("/sign-in?problem=account_exists&provider=corp");
  await expect(page.getByText("Your e-mail address already has an account here")).toBeVisible();
  await inspect(page, "sign-in-providers", info);
});

test("invitation", async ({ open, signIn, steward }, info) => {
  const link = await invite(await onUsers({ open, signIn, steward }), "new.person@example.com");
  const page = await open();
  await page.goto(link);
  await inspect(page, "invitation-providers", info);
});

test("profile", async ({ signIn, peers }, info) => {
  const account = await makeAccount("Wilhelmina Featherstonehaugh-Cholmondeley", {
    proven: false,
  });
  const { page } = await signIn({ account });
  await page.goto("/settings/profile");
  const email = "wilhelmina.featherstonehaugh@a-department.example.com";
  const subject = makePeerAccount(peers.partner, { email, email_verified: true });
  await passThrough(page, `Connect ${partner}`, subject);
  await expect(page.getByRole("cell", { name: email })).toBeVisible();
  await page.goto("/settings/profile?problem=connected_elsewhere&provider=corp#identity-providers");
  await inspect(page, "profile-providers", info);
  await page.getByRole("button", { name: `Disconnect ${partner}` }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await inspect(page, "disconnect-provider", info);
});
