/**
 * What the log says of an error. The database's own errors quote the row (`detail`) and the statement's parameters,
 * some messages quote the value that they complain about, and values may be secret: all that stays out.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint_name, routine } = error as Error & Record<string, unknown>;
  const cause = error.cause instanceof Error ? describeError(error.cause) : undefined;
  return {
    type: error.name,
    message: quotesData(error, code)
      ? "omitted, because it quotes data"
      : error.message.split("\nparams:")[0],
    stack: error.stack
      ?.split("\n")
      .filter((line) => line.startsWith("    at "))
      .join("\n"),
    ...(code ? { code } : {}),
    ...(constraint_name ? { constraint: constraint_name } : {}),
    ...(routine ? { routine } : {}),
    ...(cause ? { cause } : {}),
  };
}

/** Class 22 are the database's complaints about values; `JSON.parse` shows the text around what it can't read. */
function quotesData(error: Error, code: unknown): boolean {
  return error instanceof SyntaxError || (typeof code === "string" && /^22...$/.test(code));
}
