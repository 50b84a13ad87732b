import { expect, test } from "vitest";
import { csvLine } from "./csv";

test.each([
  [["a", 1, ""], "a,1,\r\n"],
  [['say "hi", twice'], '"say ""hi"", twice"\r\n'],
  [["two\nlines"], '"two\nlines"\r\n'],
  [["=1+1", "+1", "-1", "@x", -1], "'=1+1,'+1,'-1,'@x,-1\r\n"],
])("%j is %j", (cells, line) => expect(csvLine(cells)).toBe(line));
