import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { refuseCallback } from "./oidc";
import { authOptions } from "./options";

/** The library has more, which nothing here uses: one writes into the log whatever anybody sends it. */
const actions = ["csrf", "session", "providers", "signin", "signout", "callback", "error", "verify-request"];

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const [action = "", provider = ""] = (await context.params).nextauth;
  if (!actions.includes(action)) return new Response(null, { status: 404 });
  const refused =
    action === "callback" && request.method === "GET" && (await refuseCallback(request, provider));
  return refused || NextAuth(request, context, authOptions());
}

export { handler as GET, handler as POST };
