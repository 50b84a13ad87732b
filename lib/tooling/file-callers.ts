import http from "node:http";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { fileLeftovers, files } from "@/db/schema/files";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { makeTask } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type FilePart, fileForm, fileFormType } from "./file-form";
import type { Sent, TestServer } from "./test-server";
import { makeCaller } from "./wire-client";

export type FileCaller = Awaited<ReturnType<typeof makeCaller>>;
type WithKey = Pick<FileCaller, "key">;

export async function makeCallerWithTask() {
  const caller = await makeCaller();
  const task = await makeTask(caller.workspaceId, caller.person);
  return { ...caller, task, file: `Lab/train.${task}/artifacts/a/data.bin` };
}

/** Another member of the workspace, with credentials. */
export async function makeColleague(workspaceId: WorkspaceId, name = "Max") {
  const person = await makePerson(name);
  await join(workspaceId, person);
  return { person, workspaceId, key: await makeCredentials({ account: person, workspaceId }) };
}

export async function filesOf(workspaceId: WorkspaceId) {
  return db().select().from(files).where(eq(files.workspaceId, workspaceId));
}

export async function leftoversOf(workspaceId: WorkspaceId) {
  return db().select().from(fileLeftovers).where(eq(fileLeftovers.workspaceId, workspaceId));
}

export function filesClient(server: TestServer) {
  const at = { host: "127.0.0.1", agent: false } as const;
  return {
    upload({ key }: WithKey, ...parts: FilePart[]) {
      const headers = { authorization: key.basic, "content-type": fileFormType };
      return server.send("/files", { method: "POST", body: fileForm(parts), headers });
    },

    get({ key }: WithKey, name: string, sent: Sent = {}) {
      const headers = { authorization: key.basic, ...sent.headers };
      return server.send(`/files/${name}`, { ...sent, headers });
    },

    /** Sends the beginning of an upload, and goes away with `destroy`. */
    begin({ key }: WithKey, start: Buffer, declaredBytes: number): http.ClientRequest {
      const request = http.request({
        ...{ ...at, port: server.port(), path: "/files", method: "POST" },
        headers: {
          authorization: key.basic,
          "content-type": fileFormType,
          "content-length": declaredBytes,
        },
      });
      request.on("error", () => {});
      request.write(start);
      return request;
    },

    /** Sends a file of so many bytes without having it in memory. */
    sendStream(
      { key }: WithKey,
      name: string,
      size: number,
      more: Record<string, string | number> = {},
    ): Promise<{ status: number | undefined }> {
      const empty = fileForm([{ name, body: "" }]);
      const bodyAt = empty.indexOf("\r\n\r\n") + 4;
      const [head, tail] = [empty.subarray(0, bodyAt), empty.subarray(bodyAt)];
      const chunk = Buffer.alloc(64 * 1024, 7);
      const length = more["transfer-encoding"] ? {} : { "content-length": head.length + size + tail.length };
      return new Promise((resolve, reject) => {
        const request = http.request({
          ...{ ...at, port: server.port(), path: "/files", method: "POST" },
          headers: { authorization: key.basic, "content-type": fileFormType, ...length, ...more },
        });
        request.on("error", reject);
        request.on("response", (response) => {
          response.resume();
          response.on("end", () => resolve({ status: response.statusCode }));
        });
        let left = size;
        const next = () => {
          while (left > 0) {
            const some = chunk.subarray(0, Math.min(left, chunk.length));
            left -= some.length;
            if (!request.write(some)) return void request.once("drain", next);
          }
          request.end(tail);
        };
        request.write(head);
        next();
      });
    },

    countBytes({ key }: WithKey, name: string): Promise<number> {
      return new Promise((resolve, reject) => {
        const options = { ...at, port: server.port(), path: `/files/${name}` };
        const request = http.get({ ...options, headers: { authorization: key.basic } }, (response) => {
          let count = 0;
          response.on("data", (chunk: Buffer) => {
            count += chunk.length;
          });
          response.on("end", () => resolve(count));
          response.on("error", reject);
        });
        request.on("error", reject);
      });
    },
  };
}
