import { expect, test } from "vitest";
import { logText } from "./log-text";

test("a line of a log is its time in UTC, its level and its text, which may have breaks", () => {
  const line = { atMs: Date.UTC(2026, 10, 29, 22, 51, 10, 5), level: "info", worker: "gpu" };
  expect(
    logText([
      { ...line, text: "epoch 1\n" },
      { ...line, level: "error", text: "Traceback\n  at train.py\r\n" },
      { ...line, atMs: Number.NaN, text: "" },
    ]),
  ).toBe(
    [
      "2026-11-29T22:51:10.005Z INFO epoch 1",
      "2026-11-29T22:51:10.005Z ERROR Traceback\n  at train.py",
      "- INFO \n",
    ].join("\n"),
  );
  expect(logText([])).toBe("");
});
