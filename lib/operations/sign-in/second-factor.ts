import type { Transaction } from "@/db/client";
import { findPasswordHash, findProfile } from "@/db/reads/accounts";
import { findConfirmedSecondFactor, findSecondFactor, type OwnSecondFactor } from "@/db/reads/sign-in-means";
import {
  confirmFactor,
  deleteSecondFactor,
  replaceRecoveryCodes,
  upsertUnconfirmedFactor,
} from "@/db/writes/sign-in-means";
import {
  type SecondFactorCode,
  type SecondFactorProof,
  type SecondFactorStart,
  shownRecoveryCode,
} from "@/lib/core/account/second-factor";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now, type Wait } from "@/lib/server/clock";
import { hashSecret, openText, sealText } from "@/lib/server/crypto";
import { newRecoveryCodes, newTotpSecret, stepOfCode, totpPicture } from "@/lib/server/totp";
import { recordOwnEvent } from "../account/events";
import { actingOnSelf, type Revalidated } from "../rights/revalidate-actor";
import { refuseWrongPassword, signInAgainFirst } from "./passwords";
import { ownSubjects, resetRateLimits, waitForRateLimit } from "./rate-limits";
import { countRefusal } from "./refused-attempts";
import { consumeCode, secretContext } from "./second-factor-code";
import { hasFreshSession } from "./sessions";

type Holder = ActorWith<"profile.edit">;

/** Nothing while none counts. */
export type { OwnSecondFactor };

export function findOwnSecondFactor(actor: Holder): Promise<OwnSecondFactor | undefined> {
  return findConfirmedSecondFactor(actor.userId);
}

const isOnAlready = refused("conflict", "Two-factor authentication is already on. Reload the page.");
const isOff = refused("conflict", "Two-factor authentication is off. Reload the page.");

/** Gives what the app needs. Nothing counts before a code of it was shown. */
// Not audited: nothing counts before a code of it was shown, and that is.
export async function startSecondFactor(
  actor: Holder,
  { password }: SecondFactorStart,
  wait?: Wait,
): Promise<Outcome<{ secret: string; picture: string }>> {
  const refusal = await refuseStranger(actor, password, wait);
  if (refusal) return refusal;
  const account = (await findProfile(actor.userId))?.email ?? actor.name;
  const secret = newTotpSecret();
  const sealedSecret = sealText(secret, secretContext(actor.userId));
  return actingOnSelf(actor, "profile.edit", async (tx) => {
    const factor = { userId: actor.userId, sealedSecret, createdAt: now() };
    if (!(await upsertUnconfirmedFactor(tx, factor))) return isOnAlready;
    return done({ secret, picture: totpPicture(secret, account) });
  });
}

/** A session left open must not lock its holder out: the password, or a sign-in of just now, comes first. */
async function refuseStranger(actor: Holder, password: string, wait: Wait | undefined) {
  const currentHash = await findPasswordHash(actor.userId);
  if (currentHash === null) return (await hasFreshSession(actor)) ? undefined : signInAgainFirst;
  return refuseWrongPassword(actor, password, currentHash, {
    message: "Two-factor authentication was not set up.",
    field: "password",
    wait,
  });
}

export async function confirmSecondFactor(
  actor: Holder,
  { code }: SecondFactorProof,
  wait?: Wait,
): Promise<Outcome<{ recoveryCodes: string[] }>> {
  return withCode(actor, wait, async (tx, revalidated) => {
    const factor = await findSecondFactor(actor.userId, tx);
    if (!factor) return isOff;
    if (factor.confirmedAt) return isOnAlready;
    const secret = openText(factor.sealedSecret, secretContext(actor.userId));
    const step = code.kind === "totp" ? stepOfCode(secret, code.code, now()) : undefined;
    if (step === undefined) return wrongCode;
    if (!(await confirmFactor(tx, actor.userId, step, now()))) return isOnAlready;
    await recordOwnEvent(tx, revalidated, { event: "account.second_factor_on" });
    return done({ recoveryCodes: await makeRecoveryCodes(tx, actor) });
  });
}

export async function turnOffSecondFactor(
  actor: Holder,
  { code }: SecondFactorProof,
  wait?: Wait,
): Promise<Outcome> {
  return withCode(actor, wait, async (tx, revalidated) => {
    const refusal = await refuseCode(tx, actor, code);
    if (refusal) return refusal;
    await deleteSecondFactor(tx, actor.userId);
    await recordOwnEvent(tx, revalidated, { event: "account.second_factor_off" });
    return done();
  });
}

/** The earlier ones stop working. */
export async function renewRecoveryCodes(
  actor: Holder,
  { code }: SecondFactorProof,
  wait?: Wait,
): Promise<Outcome<{ recoveryCodes: string[] }>> {
  return withCode(actor, wait, async (tx, revalidated) => {
    const refusal = await refuseCode(tx, actor, code);
    if (refusal) return refusal;
    await recordOwnEvent(tx, revalidated, { event: "account.recovery_codes_made" });
    return done({ recoveryCodes: await makeRecoveryCodes(tx, actor) });
  });
}

const wrongCode = refused("invalid", "Nothing was changed.", {
  code: "This code is wrong or was already used. Enter the next code from your app.",
});

async function withCode<T>(
  actor: Holder,
  wait: Wait | undefined,
  work: (tx: Transaction, revalidated: Revalidated) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const subjects = ownSubjects(`code ${actor.userId}`);
  const turnedAway = await waitForRateLimit(subjects, wait);
  if (turnedAway) return turnedAway;
  const outcome = await actingOnSelf(actor, "profile.edit", work);
  if (outcome.ok) await resetRateLimits(subjects);
  return outcome;
}

async function refuseCode(tx: Transaction, actor: Holder, code: SecondFactorCode) {
  if (!(await findSecondFactor(actor.userId, tx))?.confirmedAt) return isOff;
  if (await consumeCode(tx, actor.userId, code)) return undefined;
  await countRefusal(tx, { means: "second_factor", userId: actor.userId, ip: actor.ip });
  return wrongCode;
}

/** They are shown this once: only their hashes are kept. */
async function makeRecoveryCodes(tx: Transaction, actor: Holder): Promise<string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(tx, actor.userId, codes.map(hashSecret), now());
  return codes.map(shownRecoveryCode);
}
