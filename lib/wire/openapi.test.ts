import { expect, test } from "vitest";
import { calls } from "./calls/index";
import { decisionPaths, discoveryPath } from "./decisions/discovery";
import { describeCalls } from "./openapi";
import { summaries } from "./summaries";

test("every call has a sentence that says what it does, and no other name has one", () => {
  expect(Object.keys(summaries).sort()).toEqual(Object.keys(calls).sort());
  for (const sentence of Object.values(summaries)) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

test("the description names each call, what it takes and which access it needs", () => {
  const { paths } = describeCalls(calls) as { paths: Record<string, { post: Record<string, unknown> }> };
  expect(
    Object.keys(paths)
      .filter((path) => /\.[a-z_]+$/.test(path) && !path.endsWith(".json"))
      .sort(),
  ).toEqual(
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

test("the description names the vault, files, health and every endpoint of the decision API", () => {
  const { paths } = describeCalls({}) as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(described.sort()).toEqual(
    [
      ...["live", "ready"].map((check) => `get /api/health/${check}`),
      "get /api/vault",
      "post /api/stripe/webhook",
      "get /api/access-configuration",
      "post /api/access-configuration/plan",
      "post /api/access-configuration/apply",
      "post /files",
      "post /files/delete_many",
      "get /files/{path}",
      "delete /files/{path}",
      `get ${discoveryPath}`,
      ...Object.values(decisionPaths).map((path) => `post ${path}`),
    ].sort(),
  );
});

test("each operation has an id of its own", () => {
  const { paths } = describeCalls(calls) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const ids = Object.values(paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
