import type { Page } from "@playwright/test";
import { newId } from "@/lib/server/crypto";
import { test as base, expect } from "./fixtures";
import { OidcPeer, type PeerAccount } from "./peers/oidc";
import { freePort } from "./process/steward-process";

export const corporate = "Corporate ID";
export const partner = "Partner ID";
/** Like Microsoft Entra: it says of no address that it is verified, and gives it as the name to sign in with. */
export const tenant = "Tenant ID";
export const gone = "Gone ID";

type Peers = { port: number; corporate: OidcPeer; partner: OidcPeer; tenant: OidcPeer };

/** One Steward for the worker, with two providers that answer and one that does not. */
export const test = base.extend<object, { peers: Peers }>({
  peers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const port = await freePort();
      const callback = (id: string) => `http://localhost:${port}/api/auth/callback/${id}`;
      const peers = {
        port,
        corporate: await OidcPeer.start({ redirectUri: callback("corp"), claimsIn: "userinfo" }),
        partner: await OidcPeer.start({ redirectUri: callback("partner"), claimsIn: "id_token" }),
        tenant: await OidcPeer.start({
          redirectUri: callback("tenant"),
          claimsIn: "id_token",
          name: "tenant",
        }),
      };
      await use(peers);
      await Promise.all([peers.corporate.stop(), peers.partner.stop(), peers.tenant.stop()]);
    },
    { scope: "worker" },
  ],

  stewardSettings: [
    async ({ peers }, use) => {
      await use({
        PORT: String(peers.port),
        ...settingsFor("CORP", peers.corporate, corporate),
        STEWARD_OIDC_CORP_DOMAINS: "corp.example",
        ...settingsFor("Partner", peers.partner, partner),
        ...settingsFor("TENANT", peers.tenant, tenant),
        STEWARD_OIDC_TENANT_EMAIL_CLAIM: "preferred_username",
        STEWARD_OIDC_TENANT_DOMAINS: "tenant.example",
        ...settingsFor("GONE", { ...peers.partner, issuer: `http://localhost:${await freePort()}` }, gone),
      });
    },
    { scope: "worker" },
  ],
});

function settingsFor(
  key: string,
  peer: Pick<OidcPeer, "issuer" | "clientId" | "clientSecret">,
  name: string,
): Record<string, string> {
  return {
    [`STEWARD_OIDC_${key}_ISSUER`]: peer.issuer,
    [`STEWARD_OIDC_${key}_CLIENT_ID`]: peer.clientId,
    [`STEWARD_OIDC_${key}_CLIENT_SECRET`]: peer.clientSecret,
    [`STEWARD_OIDC_${key}_NAME`]: name,
  };
}

/** An account at the provider, and its name there. */
export function makePeerAccount(peer: OidcPeer, account: PeerAccount): string {
  const subject = newId();
  peer.accounts.set(subject, account);
  return subject;
}

/** From the button to the provider's page and through it. */
export async function passThrough(page: Page, button: string | RegExp, subject: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByLabel("Account").fill(subject);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("button", { name: "Approve" })).toBeHidden();
  // The page that follows answers clicks only once its scripts have run.
  await page.waitForLoadState();
}

export { expect } from "./fixtures";
