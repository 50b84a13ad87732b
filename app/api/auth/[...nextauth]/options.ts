import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { signInAttempt } from "@/lib/core/account/inputs";
import { sessionLifetimeMs } from "@/lib/core/account/session";
import type { UserId } from "@/lib/core/identifiers";
import { signInWithPassword, signOutSession } from "@/lib/operations/sessions";
import { now } from "@/lib/server/clock";
import { keyFor } from "@/lib/server/crypto";
import { logUnexpected } from "@/lib/server/log";
import { isSecure, sessionCookieName } from "@/lib/server/session-cookie";
import { signToken, verifyToken } from "@/lib/server/signed-token";

const lifetimeSeconds = sessionLifetimeMs / 1000;

/** Made at each request: nothing here may be read while the module loads, which happens at build time too. */
export function authOptions(): NextAuthOptions {
  const secret = keyFor("next-auth")?.key.toString("base64");
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
  const prefix = isSecure() ? "__Host-steward" : "steward";
  return {
    secret,
    useSecureCookies: isSecure(),
    session: { strategy: "jwt", maxAge: lifetimeSeconds },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookie },
      csrfToken: { name: `${prefix}.csrf`, options: cookie },
      callbackUrl: { name: `${prefix}.callback`, options: cookie },
    },
    providers: [
      CredentialsProvider({
        id: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(given, request) {
          const attempt = signInAttempt.safeParse(given);
          if (!attempt.success) throw new Error("The e-mail address or the password is wrong.");
          const device = {
            address: textOf(request.headers?.["x-steward-address"]),
            userAgent: textOf(request.headers?.["user-agent"]),
          };
          const outcome = await signInWithPassword(attempt.data, device);
          if (!outcome.ok) throw new Error(outcome.refusal.message);
          const { userId, sessionId, name, email } = outcome.value;
          return { id: userId, name, email, sessionId };
        },
      }),
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
      async jwt({ token, user }) {
        return user ? { sub: user.id, sid: (user as { sessionId?: string }).sessionId } : token;
      },
      async session({ session }) {
        return { expires: session.expires };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sub === "string" && typeof token.sid === "string") {
          await signOutSession(token.sub as UserId, token.sid);
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

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
