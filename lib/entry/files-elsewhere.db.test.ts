import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { clientUrls, ownFilesOrigin } from "@/lib/server/client-urls";
import { fileForm, fileFormType } from "@/lib/tooling/file-form";
import { openTestServer } from "@/lib/tooling/test-server";
import { makeCaller } from "@/lib/tooling/wire-client";

process.env.STEWARD_FILES_URL = "https://files.example:8081";
openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end("page");
});

test.each(["GET", "HEAD", "DELETE"])(
  "where files are on another server, %s of one answers 404",
  async (method) => {
    const { key } = await makeCaller();
    const headers = { authorization: key.basic };
    expect((await server.send("/files/a", { method, headers })).status).toBe(404);
  },
);

test("where files are on another server, uploads answer 404, and clients are sent there", async () => {
  const { key } = await makeCaller();
  const headers = { authorization: key.basic, "content-type": fileFormType };
  const body = fileForm([{ name: "a", body: "x" }]);
  expect((await server.send("/files", { method: "POST", body, headers })).status).toBe(404);
  expect(clientUrls().filesServer).toBe("https://files.example:8081");
  expect(ownFilesOrigin()).toBeNull();
});
