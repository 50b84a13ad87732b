import { expect } from "vitest";
import { type Key, makeCredentials } from "../../db/testing/factories/credentials";
import { makePerson } from "../../db/testing/factories/person";
import { makeWorkspace } from "../../db/testing/factories/workspace";
import type { Received, TestServer } from "./test-server";

/** The owner of a workspace, with credentials. */
export async function makeCaller(name = "Ada Lovelace") {
  const person = await makePerson(name);
  const workspaceId = await makeWorkspace(person);
  return { person, workspaceId, key: await makeCredentials({ account: person, workspaceId }) };
}

type Expected = {
  code: string;
  name: string;
  requested?: string;
  actual?: string | null;
  message?: string | RegExp;
};

/**
 * Every field of ClearML's envelope with its type, none missing and none extra, and its code over HTTP too:
 * clients retry for ever, without a pause, on some that are otherwise. Returns the data.
 */
export function expectEnvelope(received: Received, expected: Expected): Record<string, unknown> {
  expect(received.headers["content-type"]).toBe("application/json");
  const { meta, data, ...rest } = JSON.parse(received.text);
  const [code, subcode] = expected.code.split("/").map(Number);
  expect(rest).toEqual({});
  expect(meta).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    trx: expect.stringMatching(/./),
    endpoint: {
      name: expected.name,
      requested_version: expected.requested ?? "2.34",
      actual_version: expected.actual === undefined ? expect.stringMatching(/^\d+\.\d+$/) : expected.actual,
    },
    result_code: code,
    result_subcode: subcode,
    result_msg: expect.stringMatching(expected.message ?? /./),
    error_stack: null,
    error_data: {},
  });
  expect(received.status).toBe(code);
  expect(data).toBeTypeOf("object");
  if (code !== 200) expect(data).toEqual({});
  return data;
}

export type Sending = {
  query?: string;
  body?: object;
  headers?: Record<string, string>;
  bearer?: string;
};

/** Sends calls as the SDK does: a GET whose body is JSON, with a field that nobody asked for. */
export function callsOf(server: TestServer) {
  function call(key: Key, name: string, { query = "", body = {}, headers, bearer }: Sending = {}) {
    return server.send(`/api/${name}${query}`, {
      body: { method: "get", ...body },
      headers: { authorization: bearer ? `Bearer ${bearer}` : key.basic, ...headers },
    });
  }
  async function dataOf(key: Key, name: string, sending?: Sending): Promise<Record<string, unknown>> {
    return expectEnvelope(await call(key, name, sending), { code: "200/0", name });
  }
  return { call, dataOf };
}
