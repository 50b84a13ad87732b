import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { productVersion } from "./version";

const received: { type: string | undefined; body: unknown }[] = [];
let status = 204;
const endpoint = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => {
    received.push({ type: request.headers["content-type"], body: JSON.parse(text) });
    response.writeHead(status).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const { port } = endpoint.address() as AddressInfo;
  Object.assign(process.env, {
    ...{ STEWARD_TELEMETRY_URL: `http://127.0.0.1:${port}/in`, DATABASE_URL: "postgres://unused" },
    STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
  });
});

afterAll(() => {
  endpoint.close();
  delete process.env.STEWARD_TELEMETRY_URL;
  vi.resetModules();
});

test("counts are sent once, and kept while the endpoint fails", async () => {
  // The settings are read once: another file of this process may have read them without an endpoint.
  vi.resetModules();
  const { countOpenedPage, sendTelemetry } = await import("./telemetry");
  await sendTelemetry();
  expect(received).toEqual([]);
  for (const path of ["/projects/1", "/projects?search=secret", "/settings/users", "/sign-in"])
    countOpenedPage(path);
  status = 500;
  await expect(sendTelemetry()).rejects.toThrow("answered 500");
  status = 204;
  await sendTelemetry();
  await sendTelemetry();
  const message = {
    type: "application/json",
    body: { product: "steward", version: productVersion, pages: { projects: 2, "settings/users": 1 } },
  };
  expect(received).toEqual([message, message]);
});
