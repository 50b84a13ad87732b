import { sampleDocument } from "@/lib/core/resources/sample-document";
import { sampleChoice } from "@/lib/core/resources/sample-kind";
import { grant } from "@/lib/core/workspace/actor";
import type { ReporterOf } from "@/lib/operations/resources/browse/reports";
import { findSampleView } from "@/lib/operations/storage/sample-view";
import { newToken } from "@/lib/server/crypto";
import { findSignedIn } from "@/lib/server/current-actor";
import { chosenTheme } from "@/lib/server/theme-cookie";

/** The frame of a debug sample: a document of its own, since only its policy may name the bucket’s origin. */
export async function answerSample(request: Request, reporter: ReporterOf): Promise<Response> {
  const signedIn = await findSignedIn();
  if (!signedIn) return refusal("Sign in first.", 401);
  const reader = grant(signedIn.actor, "resources.use");
  const choice = sampleChoice.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const view = reader && choice.success ? await findSampleView(reader, reporter, choice.data) : undefined;
  if (!view) return refusal("This debug sample was not found.", 404);
  if (signedIn.preferences.block_scripts)
    return refusal("Running users’ scripts in the browser is blocked.", 403);
  const { html, policy } = sampleDocument(view, await chosenTheme(), newToken());
  return new Response(html, { headers: { ...framed(policy), "content-type": "text/html; charset=utf-8" } });
}

function refusal(text: string, status: number): Response {
  const headers = { ...framed("default-src 'none'; frame-ancestors 'self'"), "content-type": "text/plain" };
  return new Response(text, { status, headers });
}

function framed(policy: string) {
  return {
    ...{ "content-security-policy": policy, "x-frame-options": "SAMEORIGIN" },
    ...{ "referrer-policy": "no-referrer", "cache-control": "no-store" },
  };
}
