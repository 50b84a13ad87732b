import type { EmailTrust } from "@/lib/core/account/identity";
import { settings } from "./env";

export type IdentityProvider = { id: string; name: string };

/** What a browser may know of them. */
export function identityProviders(): IdentityProvider[] {
  return settings().identityProviders.map(({ id, name }) => ({ id, name }));
}

/** Steward's own ways in, by the ids that no provider can have. */
const ownWays = new Map([
  ["password", "Password"],
  ["mail-link", "E-mail link"],
]);

/** The display name of a sign-in method; the id if it is no longer configured. */
export function nameOfProvider(id: string): string {
  return ownWays.get(id) ?? settings().identityProviders.find((provider) => provider.id === id)?.name ?? id;
}

/** Who vouches for people there; nothing where no such provider is configured. */
export function issuerOf(id: string): string | undefined {
  return settings().identityProviders.find((provider) => provider.id === id)?.issuer;
}

export function emailTrustOf(id: string): EmailTrust | undefined {
  return settings().identityProviders.find((provider) => provider.id === id);
}
