import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiDomain, readableDomain } from "./domain";
import { accountEmail, emailAddress, mayBeUsed, readEmail } from "./email";
import { shownEmail } from "./shown-email";

test.each([
  ["Ada.Lovelace@Example.COM", "ada.lovelace@example.com"],
  ["jose\u0301@example.com", "jos\u00e9@example.com"],
  ["JOS\u00c9@example.com", "jos\u00e9@example.com"],
  ["用户@例え.jp", "用户@xn--r8jz45g.jp"],
  ["ada@BÜCHER.example", "ada@xn--bcher-kva.example"],
  ["ada@bu\u0308cher.example", "ada@xn--bcher-kva.example"],
  ["ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"],
  ["ada@straße.example", "ada@xn--strae-oqa.example"],
  ["ada@почта.рф", "ada@xn--80a1acny.xn--p1ai"],
  ["ада@example.com", "ада@example.com"],
  ["νίκος@example.gr", "νίκος@example.gr"],
  ["ΝΊΚΟΣ@example.gr", "νίκος@example.gr"],
  ["अदा@example.in", "अदा@example.in"],
  ["o'neil+lab/x@example.com", "o'neil+lab/x@example.com"],
  ["ada@localhost", "ada@localhost"],
  ["ada@xn--zz.example", "ada@xn--zz.example"],
])("%j is kept as %j", (given, email) => {
  expect(readEmail(given)).toEqual({ email });
  expect(readEmail(email)).toEqual({ email });
});

const [bad, ambiguous] = ["not_an_email", "ambiguous"] as const;

test.each([
  ["a dotless i", "adm\u0131n@example.com", ambiguous],
  ["a capital I with a dot", "adm\u0130n@example.com", ambiguous],
  ["a long s", "pa\u017fs@example.com", ambiguous],
  ["a Kelvin sign", "ni\u212aolas@example.com", ambiguous],
  ["full-width letters", "\uff41da@example.com", ambiguous],
  ["a full-width full stop", "ada@example\uff0ecom", ambiguous],
  ["a full-width at sign", "ada\uff20example.com", ambiguous],
  ["a full-width domain", "ada@\uff45xample.com", ambiguous],
  ["a Kelvin sign in the domain", "ada@\u212aelvin.example", ambiguous],
  ["a capital I with a dot in the domain", "ada@\u0130x.example", ambiguous],
  ["a sharp s", "stra\u00dfe@example.com", ambiguous],
  ["a ligature", "o\ufb03ce@example.com", ambiguous],
  ["a sigma that stands like a final one", "νίκοσ@example.gr", ambiguous],
  ["half-width kana", "\uff71@example.com", ambiguous],
  ["an invisible character", "a\u200bda@example.com", bad],
  ["a turn of direction", "a\u202eda@example.com", bad],
  ["a control character", "a\u0000da@example.com", bad],
  ["another full stop", "ada@example\u3002com", bad],
  ["a comma", "ada,ben@example.com", bad],
  ["quotes", '"ada"@example.com', bad],
  ["a dot at the start", ".ada@example.com", bad],
  ["two dots", "a..da@example.com", bad],
  ["an IP address", "ada@192.0.2.1", bad],
  ["an IP address in brackets", "ada@[192.0.2.1]", bad],
  ["a port", "ada@example.com:25", bad],
  ["a path", "ada@例え.jp/x", bad],
  ["a domain that ends with a dot", "ada@example.com.", bad],
  ["a domain with an empty label", "ada@example..com", bad],
  ["a domain of marks", "ada@\u0301.example", bad],
])("%s is refused", (_, given, problem) => {
  expect(readEmail(given)).toEqual({ problem });
  expect(emailAddress.safeParse(given).success).toBe(false);
});

test("whatever is kept is kept the same when it is read again, and its domain is ASCII", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ unit: "binary", maxLength: 8 }),
      (one, other) => {
        const read = readEmail(`${one}@${other}.example`);
        if ("problem" in read) return;
        expect(readEmail(read.email)).toEqual(read);
        expect(readEmail(read.email.toUpperCase())).toEqual(read);
        expect(read.email.slice(read.email.lastIndexOf("@"))).toMatch(/^[\x21-\x7e]+$/);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("an account that was kept in another form is still looked for", () => {
  expect(accountEmail.parse(" Ada@Example.com ")).toBe("ada@example.com");
  expect(accountEmail.parse("stra\u00dfe@Example.com")).toBe("stra\u00dfe@example.com");
  expect(accountEmail.safeParse("a\u0000@example.com").success).toBe(false);
  expect(accountEmail.safeParse("").success).toBe(false);
});

test.each<[string, string[], boolean]>([
  ["ada@example.com", [], true],
  ["ada@localhost", [], false],
  ["ada@localhost", ["corp", "localhost"], true],
  ["ada@corp.example", ["corp"], true],
])("%s may be used with %j: %s", (email, dotless, used) => {
  expect(mayBeUsed(email, dotless)).toBe(used);
});

describe("a domain is shown", () => {
  test.each([
    ["bücher.example"],
    ["例え.jp"],
    ["почта.рф"],
    ["한국.example"],
    ["ελλάδα.gr"],
    ["münchen-2.example"],
    ["москва.com"],
  ])("as %s", (written) => {
    const ascii = asciiDomain(written);
    expect(ascii).toMatch(/xn--/);
    expect(readableDomain(ascii ?? "")).toBe(written);
    expect(shownEmail(`ada@${ascii}`)).toBe(`ada@${written}`);
  });

  test.each([
    ["Cyrillic letters that look Latin", "аррӏе.com"],
    ["Cyrillic among Latin letters", "pаypal.com"],
    ["Greek among Latin letters", "gοogle.com"],
    ["a dotless i", "ıbm.com"],
  ])("in ASCII where it holds %s", (_, written) => {
    const ascii = asciiDomain(written) ?? "";
    expect(ascii).toMatch(/^xn--/);
    expect(readableDomain(ascii)).toBe(ascii);
  });

  test.each(["xn--", "xn--zzzzzzzz9", "xn--a-", "xn--\u00fc", "example.com"])("as it is: %s", (domain) => {
    expect(readableDomain(domain)).toBe(domain);
  });
});
