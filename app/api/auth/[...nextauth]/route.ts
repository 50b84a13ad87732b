import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { refuseCallback } from "./oidc";
import { authOptions } from "./options";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const [action, provider = ""] = (await context.params).nextauth;
  const refused =
    action === "callback" && request.method === "GET" && (await refuseCallback(request, provider));
  return refused || NextAuth(request, context, authOptions());
}

export { handler as GET, handler as POST };
