import { Secret, TOTP } from "otpauth";

/** What an authenticator app shows that was given this key. */
export function totpNow(secret: string, aheadMs = 0): string {
  const app = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, "")) });
  return app.generate({ timestamp: Date.now() + aheadMs });
}
