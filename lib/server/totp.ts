import { randomBytes, randomInt } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { renderSVG } from "uqr";
import {
  recoveryCodeAlphabet,
  recoveryCodeCharacters,
  recoveryCodeCount,
} from "@/lib/core/account/second-factor";

const periodSeconds = 30;
const issuer = "Steward";

/** In base 32, as it is typed into an app that can't read the picture. */
export function newTotpSecret(): string {
  return new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer }).base32;
}

/** The time step whose code this is, one step to either side for clocks that differ; nothing when it is none's. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const totp = new TOTP({ secret, period: periodSeconds });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / periodSeconds) + delta;
}

/** A picture for the app to read: an SVG that draws in dark on light in either theme. */
export function totpPicture(secret: string, account: string): string {
  return renderSVG(new TOTP({ issuer, label: account, secret, period: periodSeconds }).toString(), {
    border: 2,
  });
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () =>
    Array.from(
      { length: recoveryCodeCharacters },
      () => recoveryCodeAlphabet[randomInt(recoveryCodeAlphabet.length)],
    ).join(""),
  );
}
