import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";
import { findLeaks, withSteward } from "../running-steward";
import { basic, callWire, drawToken, fetchVault } from "../wire-client";

const title = (page: Page) => page.getByRole("heading", { level: 1 });

async function fillIn(page: Page, account: { name: string; email: string; password: string }) {
  await page.getByLabel("Your name").fill(account.name);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Create account" }).click();
}

test("from the printed link to a client that gets its vault", async ({ open }) => {
  await withSteward(async (server) => {
    await expect.poll(() => server.output.stdout).toContain("Set-up");
    const link = /http:\S+\/set-up\?token=(\S+)/.exec(server.output.stdout);
    const token = link?.[1] ?? "";
    const first = { name: "Ada Byron", email: "ada@example.com", password: "difference engine" };
    const page = await open({ baseURL: server.url });
    const slower = await open({ baseURL: server.url });

    await test.step("a wrong token leads nowhere", async () => {
      for (const wrong of ["/set-up", `/set-up?token=${token.slice(1)}`, `/set-up?token=${token}&token=x`]) {
        await page.goto(wrong);
        await expect(title(page)).toHaveText("This set-up link doesn’t work");
      }
    });

    await test.step("errors are shown at their fields and keep what was typed", async () => {
      await page.goto(link?.[0] ?? "");
      await slower.goto(link?.[0] ?? "");
      await fillIn(page, { name: "A", email: "ada at example", password: "short" });
      for (const [label, typed, problem] of [
        ["Your name", "A", /at least 2 characters/],
        ["E-mail", "ada at example", /not an e-mail address/],
        ["Password", "short", /at least 10 characters/],
      ] as const) {
        const field = page.getByLabel(label);
        await expect(field).toHaveValue(typed);
        await expect(field).toHaveAttribute("aria-invalid", "true");
        await expect(field).toHaveAccessibleDescription(problem);
      }
      await expect(page.getByLabel("Your name")).toBeFocused();
    });

    await test.step("the first account lands in its own workspace", async () => {
      await fillIn(page, first);
      await expect(title(page)).toHaveText("Workspace");
      await expect(page.getByRole("heading", { name: "Ada Byron’s workspace" })).toBeVisible();
      await expect(page.getByText("No API credentials yet")).toBeVisible();
      await expect(page.getByText("No configuration yet")).toBeVisible();
    });

    await test.step("the link works once, also for somebody who had it open", async () => {
      await fillIn(slower, { ...first, name: "Slower", email: "slower@example.com" });
      await expect(slower.getByRole("main").getByRole("alert")).toContainText("has been used");
      await expect(slower.getByLabel("E-mail")).toHaveValue("slower@example.com");
      await slower.reload();
      await expect(title(slower)).toHaveText("This set-up link doesn’t work");
    });

    const credentials = await test.step("credentials from the browser work on the wire", async () => {
      await page.getByRole("button", { name: "Create credentials" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Create credentials" }).click();
      const shown = page.getByRole("dialog", { name: "Credentials created" });
      await shown.getByRole("button", { name: "Show secret key" }).click();
      const [access_key = "", secret_key = ""] = await shown
        .getByRole("definition")
        .locator("code")
        .allTextContents();
      await shown.getByRole("button", { name: "I have stored the secret key" }).click();
      expect((await fetchVault(server.url, basic({ access_key, secret_key }))).status).toBe(200);
      return { access_key, secret_key };
    });
    const apiToken = await drawToken(server.url, credentials);

    await test.step("the vault reaches the client", async () => {
      await page.getByRole("button", { name: "Write a configuration" }).click();
      await page.getByRole("textbox", { name: /configuration vault/ }).fill('sdk.secret = "not for logs"\n');
      await page.getByRole("button", { name: "OK", exact: true }).click();
      await expect(page.getByRole("button", { name: "Edit", exact: true })).toBeVisible();
      const { data } = await callWire(server.url, "users.get_vaults", basic(credentials), { enabled: true });
      expect(JSON.stringify(data)).toContain("not for logs");
    });

    await test.step("and nothing secret is in the server’s log", async () => {
      const cookies = await page.context().cookies();
      await Promise.all([page.close(), slower.close()]);
      await server.stop();
      expect(server.output.stderr).toContain('"path":"/set-up"');
      const secrets = [token, first.password, credentials.secret_key, apiToken, "not for logs"];
      expect(findLeaks(server, [...secrets, ...cookies.map(({ value }) => value)])).toEqual([]);
    });
  });
});
