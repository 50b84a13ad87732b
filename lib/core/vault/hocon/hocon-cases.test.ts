import { describe, expect, it } from "vitest";
import cases from "../fixtures/hocon-cases.json";
import { canonicalText } from "../write/canonical";
import { parseHocon } from "./parse-hocon";

interface Case {
  id: string;
  tag: string;
  text: string;
  /** Both reference parsers make the same of it; otherwise what is here is this project's own reading. */
  agreed: boolean;
  value?: unknown;
  code?: string;
  errorLine?: number;
}

describe.each(cases as Case[])("$id ($tag)", ({ text, value, code, errorLine }) => {
  const parsed = parseHocon(text, { environment: {} });
  const error = parsed.diagnostics.find(({ severity }) => severity === "error");

  it("reads as it should", () => {
    if (value === undefined) {
      expect(parsed.value).toBeUndefined();
      expect(error).toBeDefined();
      if (errorLine !== undefined) expect(error?.range.start.line).toBe(errorLine);
      if (code !== undefined) expect(error?.code).toBe(code);
    } else {
      expect(error).toBeUndefined();
      expect(parsed.value).toEqual(value);
    }
  });

  it("is served as a text with the same meaning", () => {
    for (const options of [{}, { environment: {} }]) {
      const before = parseHocon(text, options).value;
      if (before) expect(parseHocon(canonicalText(before), options).value).toEqual(before);
    }
  });
});
