import type { NextAuthOptions, RequestInternal, User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { challengeEndedMark, challengeMark } from "@/lib/core/account/challenge-marks";
import { signInAttempt } from "@/lib/core/account/inputs";
import { linkToken } from "@/lib/core/account/links";
import { secondFactorSignIn } from "@/lib/core/account/second-factor";
import { sessionLifetimeMs } from "@/lib/core/account/session";
import type { UserId } from "@/lib/core/identifiers";
import type { Outcome } from "@/lib/core/outcome";
import { type Device, type NewSession, signOutSession } from "@/lib/operations/sign-in/sessions";
import {
  type Entry,
  signInWithLink,
  signInWithPassword,
  signInWithSecondFactor,
} from "@/lib/operations/sign-in/sign-in";
import { now } from "@/lib/server/clock";
import { requestIp } from "@/lib/server/current-actor";
import { knownBrowser, rememberBrowser } from "@/lib/server/known-browser";
import { logUnexpected } from "@/lib/server/log";
import { cookieName, cookieOptions, isSecure, sessionCookieName } from "@/lib/server/session-cookie";
import { signToken, verifyToken } from "@/lib/server/signed-token";
import { authSecret, enterFromProvider, oidcCookies, oidcProviders } from "./oidc";

const lifetimeSeconds = sessionLifetimeMs / 1000;

/** Made at each request: nothing here may be read while the module loads, which happens at build time too. */
export function authOptions(): NextAuthOptions {
  const secret = authSecret();
  const options = cookieOptions();
  return {
    secret,
    useSecureCookies: isSecure(),
    session: { strategy: "jwt", maxAge: lifetimeSeconds },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in" },
    cookies: {
      sessionToken: { name: sessionCookieName(), options },
      csrfToken: { name: cookieName("csrf"), options },
      callbackUrl: { name: cookieName("callback"), options },
      ...oidcCookies(),
    },
    providers: [
      CredentialsProvider({
        id: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(given, request) {
          const attempt = signInAttempt.safeParse(given);
          if (!attempt.success) throw new Error("The e-mail address or the password is wrong.");
          return enteredUser(resultOf(await signInWithPassword(attempt.data, await deviceOf(request))));
        },
      }),
      CredentialsProvider({
        id: "mail-link",
        credentials: { token: { type: "text" } },
        async authorize(given, request) {
          const link = linkToken.safeParse(given);
          if (!link.success) throw new Error("This link is not valid. Request a new one.");
          return enteredUser(resultOf(await signInWithLink(link.data.token, await deviceOf(request))));
        },
      }),
      CredentialsProvider({
        id: "second-factor",
        credentials: { challenge: { type: "text" }, code: { type: "text" } },
        async authorize(given, request) {
          const proof = secondFactorSignIn.safeParse(given);
          if (!proof.success) throw new Error(proof.error.issues[0]?.message);
          const entered = await signInWithSecondFactor(proof.data, await deviceOf(request));
          if (!entered.ok && entered.refusal.code === "signed_out") {
            throw new Error(`${challengeEndedMark}${entered.refusal.message}`);
          }
          return userOf(resultOf(entered));
        },
      }),
      ...oidcProviders(),
    ],
    jwt: {
      maxAge: lifetimeSeconds,
      async encode({ token }) {
        const issuedAt = Math.floor(now().getTime() / 1000);
        const { sub, sid } = token ?? {};
        return signToken("session", { sub, sid, iat: issuedAt, exp: issuedAt + lifetimeSeconds });
      },
      async decode({ token }) {
        return (token && verifyToken("session", token, now())) || null;
      },
    },
    callbacks: {
      async signIn({ account, user, profile }) {
        return account?.type !== "oauth" || enterFromProvider(account.provider, user, { ...profile });
      },
      async jwt({ token, user }) {
        if (!user) return token;
        const { sessionId: sid, browserId: id } = user as Partial<EnteredUser>;
        if (id) await rememberBrowser({ id, userId: user.id });
        return { sub: user.id, sid };
      },
      async session({ session }) {
        return { expires: session.expires };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sub === "string" && typeof token.sid === "string") {
          await signOutSession(token.sub as UserId, token.sid, await requestIp());
        }
      },
    },
    logger: {
      error(code, metadata) {
        const error = metadata instanceof Error ? metadata : metadata?.error;
        logUnexpected(error ?? new Error(code), `next-auth ${code}`);
      },
      warn() {},
      debug() {},
    },
  };
}

type AuthorizeRequest = Pick<RequestInternal, "headers">;

async function deviceOf({ headers }: AuthorizeRequest): Promise<Device> {
  return {
    ip: textOf(headers?.["x-steward-address"]),
    userAgent: textOf(headers?.["user-agent"]),
    browser: await knownBrowser(),
  };
}

/** A refusal reaches the form as the error's message. */
function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

/** Where a second factor is wanted there is no session yet: the form gets the challenge on the way of a refusal. */
function enteredUser(entry: Entry): User {
  if ("challenge" in entry) throw new Error(`${challengeMark}${entry.challenge}`);
  return userOf(entry.session);
}

type EnteredUser = User & Pick<NewSession, "sessionId" | "browserId">;

function userOf({ userId, ...session }: NewSession): EnteredUser {
  return { id: userId, ...session };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
