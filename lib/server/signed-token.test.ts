import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const now = new Date("2026-06-01T12:00:00Z");
const nowSeconds = now.getTime() / 1000;
const claims = { sub: "ada", exp: nowSeconds + 60, identity: { user: "u" } };

async function tokensWith(secretKeys: string) {
  vi.resetModules();
  vi.stubEnv("STEWARD_SECRET_KEYS", secretKeys);
  return import("./signed-token");
}

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgres://unused");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const partsOf = (token: string) => token.split(".") as [string, string, string];

describe("a signed token", () => {
  test("is a JSON Web Token that names its key", async () => {
    const { signToken } = await tokensWith(`k1:${key(1)}`);
    const [header, body, signature] = partsOf(signToken("api-token", claims));
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
      alg: "HS256",
      typ: "JWT",
      kid: "k1",
    });
    expect(JSON.parse(Buffer.from(body, "base64url").toString())).toEqual(claims);
    expect(Buffer.from(signature, "base64url")).toHaveLength(32);
  });

  test.each([
    ["a second before its end", nowSeconds + 1, true],
    ["at its end", nowSeconds, false],
    ["after its end", nowSeconds - 1, false],
  ])("%s is good: %s", async (_, exp, good) => {
    const { signToken, verifyToken } = await tokensWith(`k1:${key(1)}`);
    const token = signToken("api-token", { ...claims, exp });
    expect(verifyToken("api-token", token, now)).toEqual(good ? { ...claims, exp } : undefined);
  });

  test.each([
    ["no end", { sub: "ada" }],
    ["an end that is text", { sub: "ada", exp: String(nowSeconds + 60) }],
    ["an end that is null", { sub: "ada", exp: null }],
  ])("with %s is refused", async (_, given) => {
    const { signToken, verifyToken } = await tokensWith(`k1:${key(1)}`);
    expect(verifyToken("api-token", signToken("api-token", given), now)).toBeUndefined();
  });

  test("is refused for another purpose", async () => {
    const { signToken, verifyToken } = await tokensWith(`k1:${key(1)}`);
    expect(verifyToken("session", signToken("api-token", claims), now)).toBeUndefined();
    expect(verifyToken("api-token", signToken("session", claims), now)).toBeUndefined();
  });

  test("stays good after a new key came first, until its own is taken away", async () => {
    const token = (await tokensWith(`old:${key(1)}`)).signToken("session", claims);
    const rotated = await tokensWith(`new:${key(2)},old:${key(1)}`);
    expect(rotated.verifyToken("session", token, now)).toEqual(claims);
    expect((await tokensWith(`new:${key(2)}`)).verifyToken("session", token, now)).toBeUndefined();
    expect((await tokensWith(`old:${key(2)}`)).verifyToken("session", token, now)).toBeUndefined();
  });

  test.each<[string, (token: string) => string]>([
    ["nothing", () => ""],
    ["a word", () => "token"],
    ["two parts", (token) => token.split(".").slice(0, 2).join(".")],
    ["four parts", (token) => `${token}.x`],
    ["an empty signature", (token) => token.replace(/[^.]*$/, "")],
    ["a shorter signature", (token) => token.slice(0, -2)],
    ["a signature of its own", (token) => token.replace(/[^.]*$/, Buffer.alloc(32).toString("base64url"))],
    ["other claims", (token) => withPart(token, 1, encode({ ...claims, sub: "eve" }))],
    ["claims that are a list", (token) => withPart(token, 1, encode([claims]))],
    ["another header", (token) => withPart(token, 0, encode({ alg: "HS256", typ: "JWS", kid: "k1" }))],
    ["a header that is no JSON", (token) => withPart(token, 0, "e30x")],
    [
      "algorithm none",
      (token) => `${withPart(token, 0, encode({ alg: "none", kid: "k1" })).replace(/[^.]*$/, "")}`,
    ],
    ["algorithm none and a signature", (token) => withPart(token, 0, encode({ alg: "none", kid: "k1" }))],
    ["a key by a foreign name", (token) => withPart(token, 0, encode({ alg: "HS256", kid: "__proto__" }))],
    ["no key", (token) => withPart(token, 0, encode({ alg: "HS256" }))],
    ["a padded signature", (token) => `${token}=`],
    [
      "a signature in the other base64 alphabet",
      (token) => `${token.replace(/-/g, "+").replace(/_/g, "/")}=`,
    ],
    ["a signature whose unused bits are set", withUnusedBits],
    ["a space after its signature", (token) => `${token} `],
    ["a signature by a foreign key", (token) => signedBy(Buffer.alloc(32, 9), partsOf(token))],
    [
      "a signature by the installation's key itself",
      (token) => signedBy(Buffer.alloc(32, 1), partsOf(token)),
    ],
  ])("with %s is refused", async (_, change) => {
    const { signToken, verifyToken } = await tokensWith(`k1:${key(1)}`);
    expect(verifyToken("api-token", change(signToken("api-token", claims)), now)).toBeUndefined();
  });

  test("signed right with any other algorithm in its header is refused", async () => {
    const { verifyToken } = await tokensWith(`k1:${key(1)}`);
    const { keyFor } = await import("./crypto");
    const signing = keyFor("api-token")?.key.export() ?? Buffer.alloc(0);
    const body = encode(claims);
    const withAlgorithm = (alg: string) =>
      verifyToken("api-token", signedBy(signing, [encode({ alg, kid: "k1" }), body, ""]), now);
    expect(withAlgorithm("HS256")).toEqual(claims);
    for (const alg of ["none", "HS512", "RS256", "hs256", ""]) expect(withAlgorithm(alg)).toBeUndefined();
  });
});

/** The last of 43 characters carries four bits; the two others are read by nobody. */
function withUnusedBits(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return `${token.slice(0, -1)}${alphabet[alphabet.indexOf(token.slice(-1)) + 1]}`;
}

function withPart(token: string, index: number, part: string): string {
  return token.split(".").with(index, part).join(".");
}

function signedBy(signing: Buffer, [header, body]: [string, string, string]): string {
  const content = `${header}.${body}`;
  return `${content}.${createHmac("sha256", signing).update(content).digest("base64url")}`;
}
