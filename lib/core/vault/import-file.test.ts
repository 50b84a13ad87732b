import { expect, test } from "vitest";
import { formatOfFile, textOfFile, whyNotImported } from "./import-file";

test.each([
  ["clearml.conf", "hocon"],
  ["vault", "hocon"],
  ["values.YML", "yaml"],
  ["values.yaml", "yaml"],
  ["x.json", "json"],
  ["x.json.bak", "hocon"],
] as const)("%s is %s", (name, format) => {
  expect(formatOfFile(name)).toBe(format);
});

test("a file of more than 256 KB is not imported, and it is said how large it is", () => {
  expect(whyNotImported("a.conf", 256 * 1024)).toBeUndefined();
  expect(whyNotImported("a.conf", 256 * 1024 + 1)).toBe(
    "“a.conf” was not imported. It has 257 KB. A vault can have at most 256 KB.",
  );
});

test("text is read without its mark and with line feeds alone, and what is none is not", () => {
  expect(textOfFile(new TextEncoder().encode("\uFEFFa = 1\r\nb = Łódź\r"))).toBe("a = 1\nb = Łódź\n");
  expect(textOfFile(new Uint8Array([0x1f, 0x8b, 0xff]))).toBeUndefined();
  expect(textOfFile(new Uint8Array([0x61, 0x00]))).toBeUndefined();
});
