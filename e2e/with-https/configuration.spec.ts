import { makeAccount } from "@/db/testing/factories/person";
import { actAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { addBucketCredentials } from "@/lib/operations/storage/bucket-credentials";

import { test as base, expect } from "../fixtures";

const url = "https://steward.test";

/** A Steward behind a proxy that people reach over https. */
const test = base.extend({
  stewardSettings: [{ STEWARD_URL: url }, { scope: "worker" }],
});

test("on a page with https, rows whose host has none are warned of by name", async ({ signIn, steward }) => {
  const account = await makeAccount("Mira Chen");
  const place = { account, workspaceId: await makeWorkspace(account, "Lab") };
  const keys = { key: "AKIAEXAMPLE", secret: "mira-scratch-secret", token: "", region: "" };
  for (const host of ["http://minio.lab.example:9000", "minio.acme.dev:9000"]) {
    await actAs(place, "storage.manage_own", (actor) =>
      addBucketCredentials(actor, { ...keys, bucket: "mira-scratch", host }),
    );
  }
  const { page, context, session } = await signIn(place);
  const name = session.cookie.name.replace("steward.", "__Host-steward.");
  const secure = { httpOnly: true, secure: true, sameSite: "Lax" as const };
  await context.addCookies([{ ...session.cookie, name, url: `${url}/`, ...secure }]);
  // What the proxy does: the browser itself knows of https alone.
  await page.route(`${url}/**`, async (route) => {
    const request = route.request();
    const inner = request.url().replace(url, steward.url);
    const headers = { ...(await request.allHeaders()), host: "steward.test" };
    const response = await route.fetch({ url: inner, headers, maxRedirects: 0 });
    await route.fulfill({ response });
  });
  await page.goto(`${url}/settings/configuration`);
  const access = page.getByRole("region", { name: "Web App cloud access" });
  await expect(access.getByRole("row", { name: /mira-scratch/ })).toHaveCount(2);
  await expect(access.getByText(/over plain http, so samples there don’t show/)).toHaveText(
    "http://minio.lab.example:9000: browsers block what a page with https loads over plain http, so samples there don’t show.",
  );
  // The page asks for more when its test has ended.
  await page.goto("about:blank");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});
