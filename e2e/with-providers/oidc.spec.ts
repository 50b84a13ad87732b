import type { Page } from "@playwright/test";
import { type Account, makeAccount, newEmail } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeCredentials } from "../accounts";
import {
  corporate,
  expect,
  gone,
  makePeerAccount,
  partner,
  passThrough,
  tenant,
  test,
} from "../identity-provider-fixtures";
import type { OidcPeer } from "../peers/oidc";
import { invite } from "../people-screens";
import { basic, fetchVault } from "../wire-client";

const title = (page: Page) => page.getByRole("heading", { level: 1 });
const problem = (page: Page) => page.getByRole("main").getByRole("alert").filter({ hasText: /./ });
const sessions = (page: Page) => page.getByRole("table", { name: "Sessions" });
const provider = (page: Page, name: string) =>
  page.getByRole("table", { name: "Identity providers" }).getByRole("row", { name: new RegExp(name) });

async function connect(page: Page, name: string, subject: string): Promise<void> {
  await page.goto("/settings/profile");
  await passThrough(page, `Connect ${name}`, subject);
}

/** A proven account with an identity at the partner's, connected in a browser of its own. */
async function makeConnected(
  {
    signIn,
    peer,
  }: { signIn: (wanted?: { name?: string }) => Promise<{ page: Page; account: Account }>; peer: OidcPeer },
  claims: object = {},
) {
  const { page, account } = await signIn({ name: "Connie Connected" });
  const subject = makePeerAccount(peer, { email: account.email, email_verified: true, ...claims });
  await connect(page, partner, subject);
  await expect(provider(page, partner)).toContainText("now");
  return { page, account, subject };
}

test("somebody invited makes an account through a provider, joins, and is known there again", async ({
  signIn,
  open,
  peers,
}) => {
  const owner = await makeAccount("Olga Owner");
  const lab = await makeWorkspace(owner, "Lab");
  const { page: users } = await signIn({ account: owner, workspaceId: lab });
  await users.goto("/settings/users");
  const email = `new.${owner.email}`;
  const link = await invite(users, email);
  const subject = makePeerAccount(peers.corporate, { email, email_verified: true, name: "Nia New" });

  const page = await open();
  await page.goto(link);
  await passThrough(page, `Continue with ${corporate}`, subject);
  await page.getByRole("button", { name: "Join Lab" }).click();
  await expect(page.getByRole("heading", { name: "Lab", exact: true })).toBeVisible();
  await page.goto("/settings/profile");
  await expect(page.getByText("Proven", { exact: true })).toBeVisible();
  await expect(page.getByText(email).first()).toBeVisible();
  await expect(sessions(page)).toContainText(corporate);
  for (const cookie of await page.context().cookies(page.url())) {
    expect(cookie, cookie.name).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  }

  const again = await open();
  await again.goto("/settings/workspace");
  await passThrough(again, `Continue with ${corporate}`, subject);
  await expect(title(again)).toHaveText("Workspace");
  await expect(again.getByRole("button", { name: "Nia New: your menu" })).toBeVisible();
  await users.goto("/settings/users");
  await expect(users.getByRole("row", { name: /Nia New/ })).toContainText(corporate);
});

test("somebody invited who signs in elsewhere finds the invitation under the bell", async ({
  signIn,
  open,
  peers,
}) => {
  const owner = await makeAccount("Olga Owner");
  const { page: users } = await signIn({ account: owner, workspaceId: await makeWorkspace(owner, "Lab") });
  await users.goto("/settings/users");
  const email = `bell.${owner.email}`;
  await invite(users, email);
  const page = await open();
  await page.goto("/sign-in");
  await passThrough(
    page,
    `Continue with ${partner}`,
    makePeerAccount(peers.partner, { email, email_verified: true }),
  );
  await expect(page.getByRole("button", { name: "Notifications: 1" })).toBeVisible();
});

test("strangers and addresses that nobody vouches for are refused in words, and no account is made", async ({
  open,
  peers,
}) => {
  const known = await makeAccount();
  for (const [claims, words] of [
    [{ email: newEmail(), email_verified: true }, "You need an invitation"],
    [{ email: newEmail(), email_verified: false }, "does not report your e-mail address as verified"],
    [{ email: known.email }, "does not report your e-mail address as verified"],
    [{ name: "No Address" }, "did not return an e-mail address"],
    [{ email: known.email, email_verified: true }, "Sign in as usual, then connect Partner ID under Profile"],
  ] as const) {
    const page = await open();
    await page.goto("/sign-in?next=/settings/profile");
    await passThrough(page, `Continue with ${partner}`, makePeerAccount(peers.partner, claims));
    await expect(problem(page)).toContainText(words);
    await expect(page).toHaveURL(/next=%2Fsettings%2Fprofile/);
    await page.goto("/settings/profile");
    await expect(title(page)).toHaveText("Sign in");
  }
});

test("a provider that owns the domain opens the proven account of an address there", async ({
  open,
  peers,
}) => {
  const account = await makeAccount("Cora Corporate", { email: newEmail("corp.example") });
  const page = await open();
  await page.goto("/sign-in");
  const claims = { email: account.email, email_verified: true };
  await passThrough(page, `Continue with ${partner}`, makePeerAccount(peers.partner, claims));
  await expect(problem(page)).toContainText("Your e-mail address already has an account here");
  await passThrough(page, `Continue with ${corporate}`, makePeerAccount(peers.corporate, claims));
  await expect(page.getByRole("button", { name: "Cora Corporate: your menu" })).toBeVisible();
});

test("a provider that says of no address that it is verified opens accounts of its own domain alone", async ({
  open,
  peers,
}) => {
  const account = await makeAccount("Tess Tenant", { email: newEmail("tenant.example") });
  const elsewhere = await makeAccount("Eli Elsewhere");
  const page = await open();
  await page.goto("/sign-in");
  const foreign = { preferred_username: elsewhere.email, email: elsewhere.email };
  await passThrough(page, `Continue with ${tenant}`, makePeerAccount(peers.tenant, foreign));
  await expect(problem(page)).toContainText("does not report your e-mail address as verified");
  const own = { preferred_username: account.email, email: elsewhere.email };
  const next = await open();
  await next.goto("/sign-in");
  await passThrough(next, `Continue with ${tenant}`, makePeerAccount(peers.tenant, own));
  await expect(next.getByRole("button", { name: "Tess Tenant: your menu" })).toBeVisible();
});

test("an account connected from the profile opens it from then on, until it is disconnected", async ({
  signIn,
  open,
  peers,
}) => {
  const { page, subject } = await makeConnected(
    { signIn, peer: peers.partner },
    { email: "other@elsewhere.example" },
  );
  await expect(provider(page, partner)).toContainText("other@elsewhere.example");
  await expect(provider(page, corporate)).toContainText("Not connected");

  const other = await open();
  await other.goto("/sign-in");
  await passThrough(other, `Continue with ${partner}`, subject);
  await expect(other.getByRole("button", { name: "Connie Connected: your menu" })).toBeVisible();

  await page.getByRole("button", { name: `Disconnect ${partner}` }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: `Disconnect ${partner}?` });
  await dialog.getByRole("button", { name: `Disconnect ${partner}` }).click();
  await expect(dialog).toBeHidden();
  await expect(provider(page, partner)).toContainText("Not connected");

  const late = await open();
  await late.goto("/sign-in");
  await passThrough(late, `Continue with ${partner}`, subject);
  await expect(problem(late)).toContainText("You need an invitation");
});

test("what opens one account is not connected to another", async ({ signIn, peers }) => {
  const { subject } = await makeConnected({ signIn, peer: peers.partner });
  const { page } = await signIn({ name: "Olaf Other" });
  await connect(page, partner, subject);
  await expect(problem(page)).toContainText("is connected to another Steward account");
  await expect(title(page)).toHaveText("Profile");
  await expect(provider(page, partner)).toContainText("Not connected");
});

test("a wish to connect counts for the session that had it alone", async ({ signIn, open, peers }) => {
  const { page, account, session } = await signIn();
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: `Connect ${partner}` }).click();
  await expect(page.getByLabel("Account")).toBeVisible();
  const wish = (await page.context().cookies(session.cookie.url)).filter(
    ({ name }) => name === "steward.connect",
  );
  expect(wish).toHaveLength(1);

  const thief = await open();
  await thief.context().addCookies(wish);
  await thief.goto("/sign-in");
  const claims = { email: account.email, email_verified: true };
  await passThrough(thief, `Continue with ${partner}`, makePeerAccount(peers.partner, claims));
  await expect(problem(thief)).toContainText("Your e-mail address already has an account here");
  await page.goto("/settings/profile");
  await expect(provider(page, partner)).toContainText("Not connected");
});

test("the real holder of an address takes the account over that never proved it", async ({
  signIn,
  open,
  steward,
  peers,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 401/);
  const squatter = await makeAccount("Sam Squatter", { proven: false });
  const lab = await makeWorkspace(await makeAccount("Olga Owner"), "Lab");
  await join(lab, squatter);
  const credentials = await makeCredentials({ account: squatter, workspaceId: lab }, "Laptop");
  const { page: old } = await signIn({ account: squatter, workspaceId: lab });
  await old.goto("/settings/profile");

  const page = await open();
  await page.goto("/sign-in");
  const subject = makePeerAccount(peers.partner, { email: squatter.email, email_verified: true });
  await passThrough(page, `Continue with ${partner}`, subject);
  await page.goto("/settings/profile");
  await expect(page.getByText("Proven", { exact: true })).toBeVisible();

  expect((await fetchVault(steward.url, basic(credentials))).status).toBe(401);
  await old.reload();
  await expect(title(old)).toHaveText("Sign in");
  await old.getByLabel("E-mail").fill(squatter.email);
  await old.getByLabel("Password").fill(squatter.password);
  await old.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(problem(old)).toContainText("wrong");
});

test("the last way in is not disconnected", async ({ signIn, open, peers }) => {
  const owner = await makeAccount("Olga Owner");
  const { page: users } = await signIn({ account: owner, workspaceId: await makeWorkspace(owner, "Lab") });
  await users.goto("/settings/users");
  const email = `only.${owner.email}`;
  await invite(users, email);
  const page = await open();
  await page.goto("/sign-in?next=/settings/profile");
  const claims = { email, email_verified: true };
  await passThrough(page, `Continue with ${partner}`, makePeerAccount(peers.partner, claims));
  await page.getByRole("button", { name: `Disconnect ${partner}` }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: `Disconnect ${partner}` }).click();
  await expect(dialog.getByRole("alert")).toContainText("your only way to sign in");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(provider(page, partner)).toContainText(email);
});

test("a user who cancels at the provider comes back to a message, signed in or not", async ({
  signIn,
  open,
}) => {
  const page = await open();
  await page.goto("/sign-in?next=/settings/users");
  await page.getByRole("button", { name: `Continue with ${partner}` }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(problem(page)).toContainText(`The sign-in with ${partner} was cancelled`);
  await expect(page).toHaveURL(/next=%2Fsettings%2Fusers/);

  const { page: own } = await signIn();
  await own.goto("/settings/profile");
  await own.getByRole("button", { name: `Connect ${partner}` }).click();
  await own.getByRole("button", { name: "Cancel" }).click();
  await expect(title(own)).toHaveText("Profile");
  await expect(problem(own)).toContainText("was cancelled");
  await expect(provider(own, partner)).toContainText("Not connected");
});

test("a provider that is away is named as such", async ({ open, expectedMessages }) => {
  expectedMessages.push(/status of 50/);
  const page = await open();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Continue with ${gone}` }).click();
  await expect(problem(page)).toContainText("could not be reached");
  await expect(title(page)).toHaveText("Sign in");
});

test("an answer that another browser asked for is refused", async ({ open, peers }) => {
  const account = await makeAccount("Cora Corporate", { email: newEmail("corp.example") });
  const subject = makePeerAccount(peers.corporate, { email: account.email, email_verified: true });
  const attacker = await open();
  await attacker.goto("/sign-in");
  await attacker.getByRole("button", { name: `Continue with ${corporate}` }).click();
  await attacker.getByLabel("Account").fill(subject);
  let answer = "";
  await attacker.route("**/choose/*", async (route) => {
    const chosen = await route.fetch({ maxRedirects: 0 });
    const resume = chosen.headers().location ?? "";
    const resumed = await attacker.context().request.get(resume, { maxRedirects: 0 });
    answer = resumed.headers().location ?? "";
    await route.fulfill({ body: "kept" });
  });
  await attacker.getByRole("button", { name: "Approve" }).click();
  await expect(attacker.getByText("kept")).toBeVisible();
  expect(answer).toContain("/api/auth/callback/corp?code=");

  const victim = await open();
  await victim.goto(answer);
  await expect(problem(victim)).toContainText("belongs to a sign-in that was started in another browser");
  await victim.goto("/sign-in");
  await victim.getByRole("button", { name: `Continue with ${corporate}` }).click();
  await expect(victim.getByLabel("Account")).toBeVisible();
  await victim.goto(answer);
  await expect(problem(victim)).toContainText("belongs to a sign-in that was started in another browser");
  await victim.goto("/settings/profile");
  await expect(title(victim)).toHaveText("Sign in");
});

test("the address of a problem shows none of its own words, and the library none of its pages", async ({
  open,
}) => {
  const page = await open();
  for (const path of [
    "/sign-in?problem=<b>Call+us</b>&provider=<b>Call+us</b>&error=Call+us",
    "/api/auth/error?error=Call+us",
    "/api/auth/signin/partner",
    "/api/auth/signin",
    "/api/auth/verify-request",
  ]) {
    await page.goto(path);
    await expect(title(page)).toHaveText("Sign in");
    await expect(page.getByText("Call us")).toBeHidden();
    await expect(problem(page)).toBeHidden();
  }
  for (const [path, words] of [
    ["/api/auth/error?error=OAuthCallback", "could not be verified"],
    ["/api/auth/callback/unknown?code=x&state=y", "no longer configured"],
    ["/api/auth/callback/partner?code=x&state=y", "belongs to a sign-in that was started in another browser"],
    ["/sign-in?problem=cancelled&provider=nobody", "The sign-in with the identity provider was cancelled"],
  ] as const) {
    await page.goto(path);
    await expect(problem(page)).toContainText(words);
  }
  const forged = await page.request.post("/api/auth/_log", { data: { level: "error", code: "forged" } });
  expect(forged.status()).toBe(404);
});

test.describe("an ID token", () => {
  test.afterEach(({ peers }) => {
    peers.corporate.tampering = "none";
  });

  for (const tampering of ["nonce", "subject"] as const) {
    test(`with another ${tampering} is refused`, async ({ open, peers }) => {
      const account = await makeAccount("Cora Corporate", { email: newEmail("corp.example") });
      const subject = makePeerAccount(peers.corporate, { email: account.email, email_verified: true });
      peers.corporate.tampering = tampering;
      const page = await open();
      await page.goto("/sign-in");
      await passThrough(page, `Continue with ${corporate}`, subject);
      await expect(problem(page)).toContainText("could not be verified");
      await page.goto("/settings/profile");
      await expect(title(page)).toHaveText("Sign in");
    });
  }
});
