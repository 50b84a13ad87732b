import { hash } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { hashPassword, isPassword, needsRehash } from "./passwords";

test("a password is kept as a slow hash with a salt of its own, and known again", async () => {
  const [one, other] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
  expect(await isPassword("correct horse", one)).toBe(true);
  expect(await isPassword("correct hors", one)).toBe(false);
  expect(await isPassword("Correct horse", one)).toBe(false);
  expect(await isPassword("", one)).toBe(false);
});

test("nothing is the password of an account that has none", async () => {
  for (const guess of ["", "no account has this password"]) expect(await isPassword(guess, null)).toBe(false);
});

test("a hash of another cost is replaced", async () => {
  expect(needsRehash(await hashPassword("correct horse"))).toBe(false);
  expect(needsRehash(await hash("correct horse", { memoryCost: 8_192, timeCost: 2, parallelism: 1 }))).toBe(
    true,
  );
});

test("parallel hashes all finish", async () => {
  const kept = await hashPassword("correct horse");
  const guesses = Array.from({ length: 12 }, (_, index) =>
    index % 3 === 0 ? "correct horse" : `wrong ${index}`,
  );
  const answers = await Promise.all(guesses.map((guess) => isPassword(guess, kept)));
  expect(answers).toEqual(guesses.map((guess) => guess === "correct horse"));
});

test("a hash that can't be read doesn't hold up the ones behind it", async () => {
  const broken = Array.from({ length: 12 }, () => isPassword("x", "not a hash"));
  expect((await Promise.allSettled(broken)).every((result) => result.status === "rejected")).toBe(true);
  expect(await isPassword("correct horse", await hashPassword("correct horse"))).toBe(true);
});
