import { newEmail } from "@/db/testing/factories/person";
import { inspect } from "../inspect";
import { makeLab } from "../invitations";
import { expect, linkIn, receive, test } from "../mail-fixtures";

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("an invitation that somebody else used", async ({ steward, signIn, open, mailServer }, info) => {
  const lab = await makeLab({ steward, signIn });
  const email = newEmail("partner.example");
  const guest = await open();
  await guest.goto(await lab.invite(email));
  await guest.getByLabel("Your name").fill("Ivo Intruder");
  await guest.getByLabel("Password").fill("a password for a guest");
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("complementary")).toContainText("Lab");
  const page = await open();
  await page.goto(linkIn(await receive(mailServer, email)));
  await expect(page.getByLabel("New password")).toBeVisible();
  await inspect(page, "invitation-used-by-another", info);
});
