import type { Page, Request } from "@playwright/test";
import { expect, test } from "../fixtures";
import { sendRaw } from "../wire-client";

test("every page carries the headers that browsers protect it by, and a nonce of its own", async ({
  signIn,
}) => {
  const { page } = await signIn();
  const nonces = new Set<string>();
  for (const path of ["/settings/workspace", "/settings/profile", "/settings/help", "/nowhere", "/set-up"]) {
    const answer = await page.request.get(path);
    const headers = answer.headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["cache-control"], path).toContain("no-store");
    const policy = headers["content-security-policy"] ?? "";
    const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? "";
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
    const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
});

/** The request by which the page's own button writes. */
async function sendRename(page: Page, name: string): Promise<Request> {
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Edit name" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("button", { name: "Edit name" })).toBeVisible();
  return sent;
}

test("another site can’t write in one’s name, nor can somebody without a session", async ({
  signIn,
  steward,
}) => {
  const { page, session } = await signIn();
  const request = await sendRename(page, "Renamed here");
  const replay = (headers: Record<string, string>) =>
    sendRaw(request.url(), {
      method: "POST",
      headers: {
        "content-type": "text/plain;charset=UTF-8",
        "next-action": request.headers()["next-action"] ?? "",
        accept: "text/x-component",
        ...headers,
      },
      body: (request.postData() ?? "").replace("Renamed here", "Renamed elsewhere"),
    });
  const cookie = `${session.cookie.name}=${session.cookie.value}`;

  for (const origin of [
    "https://evil.example",
    "null",
    "http://localhost:1",
    `${steward.url}.evil.example`,
  ]) {
    expect((await replay({ cookie, origin })).status, origin).toBe(403);
  }
  const forged = { "x-forwarded-host": "evil.example", host: "evil.example" };
  expect((await replay({ cookie, origin: "http://evil.example", ...forged })).status).toBe(403);
  expect((await replay({ origin: steward.url })).text).toContain("You are signed out.");
  await page.reload();
  await expect(page.getByRole("button", { name: "Renamed here: your menu" })).toBeVisible();

  expect((await replay({ cookie, origin: steward.url })).status).toBe(200);
  await page.reload();
  await expect(page.getByRole("button", { name: "Renamed elsewhere: your menu" })).toBeVisible();
});

test("a session cookie that was changed, or signed for something else, is nobody’s", async ({
  signIn,
  steward,
}) => {
  const { session } = await signIn();
  const [header = "", claims = "", signature = ""] = session.cookie.value.split(".");
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  for (const value of [`${header}.${claims}.${signature.slice(1)}`, `${none}.${claims}.`, "", "a.b.c"]) {
    const answer = await sendRaw(`${steward.url}/settings/profile`, {
      headers: { cookie: `${session.cookie.name}=${value}` },
    });
    expect(answer.status, value).toBe(307);
    expect(answer.headers.location).toMatch(/\/sign-in/);
  }
});
