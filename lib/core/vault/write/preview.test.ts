import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../model/types";
import { previewDiagnostics, previewLimits, previewOf } from "./preview";

const line = "0123456789abcde\n";

describe("previewOf", () => {
  it.each([
    ["", "", true],
    ["a = 1", "a = 1", true],
    [line.repeat(200), line.repeat(200), true],
    [`${line.repeat(200)}b`, line.repeat(200), false],
    ["\n".repeat(87_000), "\n".repeat(200), false],
    ["x".repeat(16 * 1024), "x".repeat(16 * 1024), true],
    ["x".repeat(16 * 1024 + 1), "x".repeat(16 * 1024), false],
    [`a\n${"x".repeat(20_000)}\n`, "a\n", false],
    [`${"x".repeat(16 * 1024 - 1)}😀`, "x".repeat(16 * 1024 - 1), false],
  ])("of %j", (text, start, isWhole) => {
    expect(previewOf(text)).toEqual({ start, isWhole });
  });
});

describe("previewDiagnostics", () => {
  const place = { line: 1, column: 1, offset: 0 };
  const found = (severity: "error" | "warning", code: string): Diagnostic => ({
    severity,
    code,
    message: "",
    range: { start: place, end: place },
  });

  it("keeps all where there is room", () => {
    const few = [found("warning", "a"), found("error", "b")];
    expect(previewDiagnostics(few)).toEqual(few);
  });

  it("keeps errors before warnings, in the order of the text", () => {
    const many = Array.from({ length: 30 }, (_, at) => found(at % 3 === 2 ? "error" : "warning", `${at}`));
    const shown = previewDiagnostics(many);
    expect(shown).toHaveLength(previewLimits.diagnostics);
    expect(shown.filter(({ severity }) => severity === "error")).toHaveLength(10);
    expect(shown).toEqual(many.filter((each) => shown.includes(each)));
  });
});
