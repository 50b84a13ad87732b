import { createHash, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { type FileStoreInTest, fileStores } from "@/lib/tooling/file-stores";
import { GatheredWrites } from "./gathered-writes";

openTestDatabase();

const [kibibyte, mebibyte] = [1024, 1024 ** 2];
const workspaceId = "a".repeat(32);

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe.each(fileStores)("$name", ({ open: openStore }) => {
  let kept: FileStoreInTest;
  beforeAll(async () => {
    kept = await openStore(1024 ** 3);
  });
  afterAll(() => kept.close());

  test.each([
    [0, 1],
    [64 * kibibyte, kibibyte],
    [64 * kibibyte + 1, 64 * kibibyte],
    [5 * mebibyte + 3, 1_000],
    [5 * mebibyte + 3, 777_777],
    [5 * mebibyte + 3, 5 * mebibyte],
    [10 * mebibyte, 10 * mebibyte],
  ])("keeps %i bytes that come in chunks of %i, beside others", async (size, chunk) => {
    const contents = Array.from({ length: 4 }, () => randomBytes(size));
    const places = contents.map(() => ({ workspaceId, storedAs: randomBytes(16).toString("hex") }));
    const each = <T>(work: (index: number) => Promise<T>) =>
      Promise.all(contents.map((_, index) => work(index)));
    const [first = { workspaceId, storedAs: "" }] = places;
    await each((index) =>
      kept.store.write(places[index] ?? first, chunksOf(contents[index] ?? Buffer.of(), chunk)),
    );
    if (size > 0) {
      const hashes = await each(async (index) => {
        const hash = createHash("sha256");
        const stream = await kept.store.read(places[index] ?? first, { first: 0, last: size - 1 });
        for await (const some of stream ?? []) hash.update(some);
        return hash.digest("hex");
      });
      expect(hashes).toEqual(contents.map(sha256));
    }
    expect(kept.stored(workspaceId).sort()).toEqual(places.map(({ storedAs }) => storedAs).sort());
    await each((index) => kept.store.remove(places[index] ?? first));
    expect(kept.stored(workspaceId)).toEqual([]);
  });

  test("keeps nothing of bytes that stop coming", async () => {
    async function* broken() {
      yield* chunksOf(randomBytes(3 * mebibyte), 100_000);
      throw new Error("The client is gone.");
    }
    const place = { workspaceId, storedAs: "b".repeat(32) };
    await expect(kept.store.write(place, broken())).rejects.toThrow("The client is gone.");
    expect(kept.stored(workspaceId)).toEqual([]);
  });

  test.each([`${"../".repeat(10)}x`, "x", "A".repeat(32)])(
    "takes no name that is not its own: %s",
    async (storedAs) => {
      await expect(kept.store.remove({ workspaceId, storedAs })).rejects.toThrow("Not a name of ours.");
    },
  );
});

test.runIf(process.platform === "linux")("a full disk stops what is written next", async () => {
  const handle = await open("/dev/full", "w");
  try {
    const writes = new GatheredWrites(handle);
    const all = async () => {
      for (let count = 0; count < 3; count += 1) await writes.add(randomBytes(mebibyte));
      await writes.end();
    };
    await expect(all()).rejects.toMatchObject({ code: "ENOSPC" });
    await writes.settled();
  } finally {
    await handle.close();
  }
});
