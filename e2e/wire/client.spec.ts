import { makeAccount } from "@/db/testing/factories/person";
import { writeVault } from "@/db/testing/factories/vault";
import { expect, test } from "../fixtures";
import { basic, bearer, callWire, drawToken, fetchVault, sendRaw } from "../wire-client";

test("an SDK logs in, reads its vault and looks after its credentials", async ({ steward }) => {
  const { url, demo, secrets } = steward;
  const login = await callWire(url, "auth.login", basic(demo.credentials), { expiration_sec: 86_400 });
  expect(login.meta).toMatchObject({ result_code: 200, result_subcode: 0, result_msg: "OK", error_data: {} });
  const token = String(login.data.token);
  secrets.add(token);
  expect(token.split(".")).toHaveLength(3);

  const { data } = await callWire(url, "users.get_vaults", bearer(token), {
    enabled: true,
    types: ["config"],
  });
  expect(data.vaults).toMatchObject([{ enabled: true, type: "config", format: expect.any(String) }]);
  const user = await callWire(url, "users.get_current_user", bearer(token));
  expect(user.data.user).toMatchObject({ name: "Dana Kovač", company: { name: "Acme" } });

  const created = await callWire(url, "auth.create_credentials", bearer(token), { label: "From the SDK" });
  const pair = created.data.credentials as { access_key: string; secret_key: string };
  secrets.add(pair.secret_key);
  const second = await drawToken(url, pair);
  secrets.add(second);
  const change = { access_key: pair.access_key, label: "Renamed by the SDK" };
  expect((await callWire(url, "auth.edit_credentials", bearer(token), change)).data).toEqual({ updated: 1 });
  const list = () => callWire(url, "auth.get_credentials", bearer(second));
  // A use is stored separately from the response, so it may appear a moment later.
  await expect
    .poll(async () => (await list()).data.credentials)
    .toContainEqual(expect.objectContaining({ ...change, last_used_from: "laptop:gpu0" }));
  const listed = await list();
  expect(JSON.stringify(listed)).not.toContain(pair.secret_key);
  const { access_key } = pair;
  expect((await callWire(url, "auth.revoke_credentials", bearer(token), { access_key })).data).toEqual({
    revoked: 1,
  });
  expect((await callWire(url, "auth.get_credentials", bearer(second))).meta.result_code).toBe(401);
});

test("preferences are set by their path, and told back", async ({ steward }) => {
  const caller = basic(steward.demo.credentials);
  const set = (preferences: object) =>
    callWire(steward.url, "users.set_preferences", caller, { preferences });
  expect((await set({ view: { columns: 3, dark: true } })).data).toMatchObject({ updated: 1 });
  await set({ "view.columns": 4 });
  const { data } = await callWire(steward.url, "users.get_preferences", caller);
  expect(data.preferences).toMatchObject({ view: { columns: 4, dark: true } });
});

test("the vault as one document comes with a tag, and is not sent twice", async ({ steward }) => {
  const caller = basic(steward.demo.credentials);
  const first = await fetchVault(steward.url, caller);
  expect(first.status).toBe(200);
  expect(first.text).toContain("eu-central-1");
  const etag = String(first.headers.etag);
  const again = await sendRaw(`${steward.url}/api/vault`, {
    authorization: caller,
    headers: { "if-none-match": etag },
  });
  expect([again.status, again.text]).toEqual([304, ""]);
  expect((await sendRaw(`${steward.url}/api/vault`, {})).headers["www-authenticate"]).toMatch(/^Basic/);
});

test("what is no call, or comes without the right secret, is answered in ClearML’s words", async ({
  steward,
}) => {
  const { url, demo } = steward;
  const wrong = basic({ ...demo.credentials, secret_key: "wrong" });
  expect((await callWire(url, "auth.login", wrong)).meta).toMatchObject({
    result_code: 401,
    result_subcode: 22,
  });
  const unknown = await callWire(url, "nothing.at_all", basic(demo.credentials));
  expect(unknown.meta).toMatchObject({ result_code: 404, result_subcode: 0 });
  const junk = await sendRaw(`${url}/api/auth.login`, {
    authorization: basic(demo.credentials),
    body: "{junk",
  });
  expect(junk.status).toBe(400);
});

test("health is told without credentials", async ({ steward }) => {
  for (const kind of ["live", "ready"]) {
    expect((await sendRaw(`${steward.url}/api/health/${kind}`, {})).status, kind).toBe(200);
  }
});

test("credentials of one workspace get nothing of another", async ({ steward }) => {
  const stranger = await makeAccount("Sam Stranger");
  await writeVault({ account: stranger }, "sams = true\n");
  expect((await fetchVault(steward.url, basic(steward.demo.credentials))).text).not.toContain("sams");
});
