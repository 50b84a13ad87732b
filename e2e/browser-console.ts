import type { BrowserContext } from "@playwright/test";

/** Collects what a page complains of: errors, refused scripts and styles, and where server and browser drew differently. */
export function watchConsole(context: BrowserContext) {
  const messages: string[] = [];
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    messages.push(`${message.type()}: ${message.text()} (${message.page()?.url()})`);
  });
  context.on("weberror", (problem) => {
    messages.push(`thrown: ${problem.error().message} (${problem.page()?.url()})`);
  });
  return {
    unexpected: (expected: readonly RegExp[]) =>
      messages.filter((message) => !expected.some((pattern) => pattern.test(message))),
  };
}
