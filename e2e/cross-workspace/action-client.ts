import type { Outcome } from "@/lib/core/outcome";
import { sendRaw } from "../wire-client";
import { pathOfRoute, readBuilt } from "./built";
import type { Asking } from "./principals";

type Entries = Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>;

export type FoundAction = { id: string; path: string };

/** Every action of the build that can be called, by `file name`. */
export function findActions(): Map<string, FoundAction> {
  const { node, edge } = readBuilt<{ node: Entries; edge: Entries }>("server/server-reference-manifest.json");
  return new Map(
    Object.entries({ ...node, ...edge }).map(([id, { filename, exportedName, workers }]) => {
      const pages = Object.keys(workers).map(
        (worker) => worker.replace(/^app/, "").replace(/\/page$/, "") || "/",
      );
      const page = pages.find((each) => each.startsWith("/settings/")) ?? pages[0] ?? "/";
      return [`${filename} ${exportedName}`, { id, path: pathOfRoute(page) }];
    }),
  );
}

/** Calls an action as a browser does, and tells its refusal's code, or `done`. */
export async function callAction(
  url: string,
  action: FoundAction,
  { caller }: Pick<Asking, "caller">,
  values: unknown[],
): Promise<{ answer: string; text: string }> {
  const body = JSON.stringify(values, (_, value) =>
    typeof value === "string" && value.startsWith("$") ? `$${value}` : value,
  );
  return sendAction(url, action, caller, { type: "text/plain;charset=UTF-8", body });
}

/** The same for one that takes a form: its fields come first, and the arguments refer to them. */
export async function callFormAction(
  url: string,
  action: FoundAction,
  { caller }: Pick<Asking, "caller">,
  drawnFor: string,
  fields: unknown,
): Promise<{ answer: string; text: string }> {
  const boundary = "form-of-a-test";
  const parts = [
    ...Object.entries(fields as Record<string, string>).map(([name, value]) => [`_1_${name}`, value]),
    ["0", JSON.stringify([drawnFor, null, "$K1"])],
  ];
  const body = parts
    .map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join("");
  return sendAction(url, action, caller, {
    type: `multipart/form-data; boundary=${boundary}`,
    body: `${body}--${boundary}--\r\n`,
  });
}

async function sendAction(
  url: string,
  action: FoundAction,
  caller: Asking["caller"],
  { type, body }: { type: string; body: string },
): Promise<{ answer: string; text: string }> {
  const { status, text } = await sendRaw(`${url}${action.path}`, {
    method: "POST",
    headers: {
      accept: "text/x-component",
      "content-type": type,
      "next-action": action.id,
      origin: url,
      ...caller.headers,
    },
    body,
  });
  const outcome = returnedValue(text);
  if (!outcome) return { answer: `http ${status}`, text };
  return { answer: outcome.ok ? "done" : outcome.refusal.code, text };
}

/** The first line of the answer names the line that holds what the action returned. */
function returnedValue(text: string): Outcome | undefined {
  const lines = withoutLongTexts(text);
  const line = /^0:.*?"a":"\$@([0-9a-f]+)"/m.exec(lines)?.[1];
  const json = line && new RegExp(`^${line}:(\\{.*\\})$`, "m").exec(lines)?.[1];
  return json ? (JSON.parse(json) as Outcome) : undefined;
}

/** A long text is a part of its own, with its length in bytes before it and no line end after it. */
function withoutLongTexts(text: string): string {
  const found = /^[0-9a-f]+:T([0-9a-f]+),/m.exec(text);
  if (!found) return text;
  const rest = Buffer.from(text.slice(found.index + found[0].length));
  const after = rest.subarray(Number.parseInt(found[1] ?? "", 16)).toString();
  return text.slice(0, found.index) + withoutLongTexts(after);
}
