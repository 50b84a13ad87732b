import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import type { CookieOption, User } from "next-auth";
import { decode } from "next-auth/jwt";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { readClaims } from "@/lib/core/account/identity";
import type { SignInProblem } from "@/lib/core/account/sign-in-problems";
import { localPath } from "@/lib/core/local-path";
import { grant } from "@/lib/core/workspace/actor";
import { enterByIdentity } from "@/lib/operations/sign-in/identities";
import { takeConnectIntent } from "@/lib/server/connect-intent";
import { keyFor } from "@/lib/server/crypto";
import { currentActor, requestIp } from "@/lib/server/current-actor";
import { settings } from "@/lib/server/env";
import { emailTrustOf } from "@/lib/server/identity-providers";
import { knownBrowser } from "@/lib/server/known-browser";
import { logUnexpected } from "@/lib/server/log";
import { cookieName, cookieOptions } from "@/lib/server/session-cookie";

type Claims = Record<string, unknown>;

const timeoutMs = 8_000;
const roundTripSeconds = 15 * 60;
const stateCookie = () => cookieName("oidc-state");

export function oidcProviders(): OAuthConfig<Claims>[] {
  return settings().identityProviders.map(
    ({ id, name, issuer, clientId, clientSecret, scopes, emailClaim }) => ({
      id,
      name,
      type: "oauth",
      wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope: scopes } },
      httpOptions: { timeout: timeoutMs },
      userinfo: {
        /** The ID token was checked by now. Many providers keep the address out of it: it is asked for where it lacks. */
        async request({ tokens, client }) {
          const claims: Claims = (tokens as { claims: () => Claims }).claims();
          if (claims[emailClaim] !== undefined || !client.issuer.metadata.userinfo_endpoint)
            return claims as never;
          const more: Claims = await client.userinfo(tokens as never);
          return { ...claims, email_verified: undefined, xms_edov: undefined, ...more } as never;
        },
      },
      profile: (claims) => ({ id: String(claims.sub) }),
    }),
  );
}

export function oidcCookies(): Record<"state" | "pkceCodeVerifier" | "nonce", CookieOption> {
  const options = { ...cookieOptions(), maxAge: roundTripSeconds };
  return {
    state: { name: stateCookie(), options },
    pkceCodeVerifier: { name: cookieName("oidc-pkce"), options },
    nonce: { name: cookieName("oidc-nonce"), options },
  };
}

export function authSecret(): string | undefined {
  return keyFor("next-auth")?.key.export().toString("base64");
}

/** The state that this browser began with at this provider, from the library's own sealed cookie. */
async function keptState(request: NextRequest, provider: string): Promise<unknown> {
  const token = request.cookies.get(stateCookie())?.value;
  const facts = { token, secret: authSecret() ?? "", salt: stateCookie() };
  const kept = await decode(facts).catch(() => null);
  return kept?.provider === provider ? kept.value : undefined;
}

/** True if `user` contains the session to start. Otherwise the URL to go to without a session. */
export async function enterFromProvider(
  provider: string,
  user: User,
  claims: Claims | undefined,
): Promise<true | string> {
  try {
    const identity = readClaims(claims ?? {}, emailTrustOf(provider));
    if (!identity) return await problemPage("not_trusted", provider);
    const asked = await takeConnectIntent(provider);
    const actor = asked && (await currentActor());
    const isAsker = actor?.via.by === "session" && actor.via.sessionId === asked?.sessionId;
    const answer = await enterByIdentity(provider, identity, {
      linker: isAsker ? grant(actor, "profile.edit") : undefined,
      device: {
        ip: await requestIp(),
        userAgent: (await headers()).get("user-agent"),
        browser: await knownBrowser(),
      },
    });
    if (answer.as === "refused") return await problemPage(answer.problem, provider);
    if (answer.as === "connected") return "/settings/profile#identity-providers";
    const { userId, ...session } = answer.session;
    Object.assign(user, { id: userId, ...session });
    return true;
  } catch (error) {
    logUnexpected(error, `sign-in by ${provider}`);
    return problemPage("unexpected", provider);
  }
}

/** What an answer lacks before it is worth asking the provider about it; nothing where it may go on. */
export async function refuseCallback(request: NextRequest, provider: string): Promise<Response | undefined> {
  if (!settings().identityProviders.some(({ id }) => id === provider)) {
    return redirectTo(await problemPage("unknown_provider", provider));
  }
  const query = request.nextUrl.searchParams;
  const state = await keptState(request, provider);
  if (state === undefined || state !== query.get("state")) {
    return redirectTo(await problemPage("other_browser", provider));
  }
  const error = query.get("error");
  if (error === null) return undefined;
  await takeConnectIntent(provider);
  return redirectTo(
    await problemPage(error === "access_denied" ? "cancelled" : "provider_refused", provider),
  );
}

async function problemPage(problem: SignInProblem, provider: string): Promise<string> {
  const query = new URLSearchParams({ problem, provider });
  const wanted = (await cookies()).get(cookieName("callback"))?.value;
  const next = wanted && URL.canParse(wanted) ? new URL(wanted) : undefined;
  const path =
    next?.origin === settings().publicUrl ? localPath(`${next.pathname}${next.search}`) : undefined;
  if (path && path !== "/" && !path.startsWith("/sign-in")) query.set("next", path);
  return `/sign-in?${query}`;
}

function redirectTo(path: string): Response {
  return new Response(null, { status: 302, headers: { location: path } });
}
