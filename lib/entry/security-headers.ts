/** Names and values in turn, for every answer. Pages have a policy of their own for scripts and styles, which takes the place of this one. */
export function securityHeaders(publicUrl: URL): string[] {
  return Object.entries({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy":
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ...(publicUrl.protocol === "https:" ? { "strict-transport-security": "max-age=31536000" } : {}),
  }).flat();
}

/** A worker has the policy of its own response, which lets it load its own parts. */
export const staticFilePolicy =
  "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ownFrame = /^\/projects\/(?:tasks|models)\/[^/]+\/sample$/;
const ofFrames = ["x-frame-options", "content-security-policy", "referrer-policy"];

/** Without those that the frame of a debug sample brings itself: Next would send both, and browsers obey the stricter one. */
export function headersFor(path: string, constantHeaders: readonly string[]): readonly string[] {
  if (!ownFrame.test(path)) return constantHeaders;
  return constantHeaders.filter((_, at) => !ofFrames.includes(constantHeaders[at - (at % 2)] ?? ""));
}
