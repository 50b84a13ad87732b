import { expect, test } from "vitest";
import { calls } from "./calls/index";
import { describeCalls } from "./openapi";
import { summaries } from "./summaries";

test("every call has a sentence that says what it does, and no other name has one", () => {
  expect(Object.keys(summaries).sort()).toEqual(Object.keys(calls).sort());
  for (const sentence of Object.values(summaries)) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

test("the description names each call, what it takes and which access it needs", () => {
  const { paths } = describeCalls(calls) as { paths: Record<string, { post: Record<string, unknown> }> };
  expect(Object.keys(paths).sort()).toEqual(
    Object.keys(calls)
      .map((name) => `/api/${name}`)
      .sort(),
  );
  expect(paths["/api/auth.edit_credentials"]?.post).toMatchObject({
    summary: "Changes the label of API credentials.",
    description: "Since API 1.0.",
    requestBody: {
      content: { "application/json": { schema: { properties: { access_key: { type: "string" } } } } },
    },
  });
  expect(paths["/api/debug.ping"]?.post).toMatchObject({ security: [] });
});
