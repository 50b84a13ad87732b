import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const place = { workspaceId: "w1", table: "vault_revisions", row: "v1/1" };

/** Two processes that read one file, each with its own copy of every module. */
async function twoProcesses(text: string) {
  vi.stubEnv("STEWARD_SECRET_KEYS", text);
  vi.stubEnv("DATABASE_URL", "postgres://unused");
  const file = { text, stamp: "0", isAway: false };
  const load = async () => {
    vi.resetModules();
    const { setKeyFile, keyRing } = await import("./secret-keys");
    const stamp = () => {
      if (file.isAway) throw new Error("EACCES");
      return file.stamp;
    };
    setKeyFile({ stamp, read: () => file.text });
    const { openText, sealText } = await import("./crypto");
    const { signToken, verifyToken } = await import("./signed-token");
    keyRing();
    return { openText, sealText, signToken, verifyToken, keyRing, setKeyFile };
  };
  const set = (next: string) => {
    file.text = next;
    file.stamp = `${Number(file.stamp) + 1}`;
  };
  return { one: await load(), other: await load(), file, set };
}

let leave: (() => void) | undefined;
beforeEach(() => {
  leave = undefined;
});
afterEach(() => {
  leave?.();
  vi.unstubAllEnvs();
});

describe("a process whose file of keys changes", () => {
  test("reads what another sealed under the new key, and seals under it from then on", async () => {
    const { one, other, set } = await twoProcesses(`old:${key(1)}`);
    leave = () => one.setKeyFile(undefined);
    const before = one.sealText("before", place);
    set(`new:${key(2)}\nold:${key(1)}\n`);
    const sealed = other.sealText("after", place);
    expect(sealed).toMatch(/^v1\.new\./);
    expect(one.openText(sealed, place)).toBe("after");
    expect(one.sealText("x", place)).toMatch(/^v1\.new\./);
    expect(other.openText(before, place)).toBe("before");
  });

  test("opens nothing under a key that was retired, and checks what it signed", async () => {
    const { one, set } = await twoProcesses(`old:${key(1)}`);
    leave = () => one.setKeyFile(undefined);
    const [sealed, exp] = [one.sealText("before", place), 4_000_000_000];
    const token = one.signToken("session", { sub: "u", exp });
    const { deriveKey } = await import("./crypto");
    const forSessions = deriveKey({ id: "old", key: Buffer.alloc(32, 1) }, "session").toString("base64");
    set(`new:${key(2)}\nold.session:${forSessions}\n`);
    expect(() => one.openText(sealed, place)).toThrow(/old, which is not configured/);
    expect(one.verifyToken("session", token, new Date(0))).toEqual({ sub: "u", exp });
    expect(one.verifyToken("api-token", token, new Date(0))).toBeUndefined();
    set(`new:${key(2)}\n`);
    expect(one.verifyToken("session", token, new Date(0))).toBeUndefined();
  });

  test.each([
    ["can't be read for a moment", (file: { isAway: boolean }) => void Object.assign(file, { isAway: true })],
    [
      "holds no keys",
      (file: { text: string; stamp: string }) => void Object.assign(file, { text: "half", stamp: "9" }),
    ],
    [
      "holds no whole key",
      (file: { text: string; stamp: string }) =>
        void Object.assign(file, { text: `old.session:${key(3)}`, stamp: "9" }),
    ],
  ])("keeps its keys while the file %s", async (_, spoil) => {
    const { one, file } = await twoProcesses(`old:${key(1)}`);
    leave = () => one.setKeyFile(undefined);
    const sealed = one.sealText("before", place);
    spoil(file);
    expect(one.openText(sealed, place)).toBe("before");
    expect(one.sealText("x", place)).toMatch(/^v1\.old\./);
  });
});
