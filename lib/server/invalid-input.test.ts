import { expect, test } from "vitest";
import { z } from "zod";
import { invalidInput } from "./invalid-input";

const schema = z.object({
  name: z
    .string()
    .min(2, "Too short.")
    .regex(/^[a-z]+$/, "Letters only."),
  inner: z.object({ label: z.string() }),
});

test("gives each field its first complaint, and the first of all as the message", () => {
  const { error } = schema.safeParse({ name: "1", inner: { label: 5 } });
  expect(error && invalidInput(error)).toMatchObject({
    ok: false,
    refusal: { code: "invalid", message: "Too short.", fields: { name: "Too short." } },
  });
  expect(error && Object.keys(invalidInput(error).refusal.fields ?? {})).toEqual(["name", "inner.label"]);
});

test("always has a sentence", () => {
  expect(invalidInput(new z.ZodError([])).refusal.message).toBe("This input is not valid.");
});
