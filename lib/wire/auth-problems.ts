import type { AuthProblem } from "@/lib/server/api-caller";

/** For answers outside ClearML's envelope. */
export const authProblemMessages = {
  no_credentials: "Send API credentials with Basic authentication, or a Bearer token.",
  bad_auth_type: "Send API credentials with Basic authentication, or a Bearer token.",
  bad_credentials: "The Authorization header can’t be read as Basic authentication.",
  invalid_credentials: "These API credentials are wrong, revoked or expired.",
  invalid_token: "This token is wrong or expired, or its API credentials were revoked.",
  rate_limited: "Too many failed attempts with this access key. Wait for the time given in Retry-After.",
} as const satisfies Record<AuthProblem["problem"], string>;
