import { describe, expect, test } from "vitest";
import { findWritingOperations } from "./writing-operations";

const find = (text: string, other = "") =>
  findWritingOperations(
    new Map([
      ["one.ts", text],
      ["other.ts", other],
    ]),
  );

describe("an operation that writes for an actor", () => {
  test.each([
    ["by itself", `export function rename(actor: Actor) { return actingIn(actor, "a", work); }`],
    [
      "in a transaction of its own",
      `export async function rename(actor: ActorWith<"a">) { await inTransaction(work); }`,
    ],
    [
      "named by another type",
      `type Manager = ActorWith<"a">; export function rename(actor: Manager) { return actingOnSelf(actor, "a", work); }`,
    ],
    [
      "inside another argument",
      `export function rename(name: string, { by }: { by: Actor | undefined }) { return inTransaction(work); }`,
    ],
    [
      "through a function next to it",
      `export function rename(actor: Actor) { return later(actor); } function later(actor: Actor) { return actingIn(actor, "a", work); }`,
    ],
  ])("is found: %s", (_, text) => {
    expect(find(text)).toEqual(["rename"]);
  });

  test("is found by a type of another file", () => {
    const text = `import type { Manager } from "./other"; export function rename(actor: Manager) { return actingIn(actor, "a", work); }`;
    expect(find(text, `export type Manager = Holder; type Holder = ActorWith<"a">;`)).toEqual(["rename"]);
  });

  test("is found as a function in a variable", () => {
    const text = `export const rename = async (actor: Actor) => { await actingIn(actor, "a", work); };`;
    expect(find(text)).toEqual(["rename"]);
  });

  test("is found despite a function of the same name in another file", () => {
    const text = `export function rename(actor: Actor) { return actingIn(actor, "a", work); }`;
    expect(find(text, `export function rename(name: string) { return name; }`)).toEqual(["rename"]);
  });

  test("is found through another file", () => {
    const text = `import { later } from "./other"; export function rename(actor: Actor) { return later(actor); }`;
    expect(find(text, `export function later(tx: Transaction) { return inTransaction(work); }`)).toEqual([
      "rename",
    ]);
  });

  test.each([
    ["reads", "export function find(actor: Actor) { return readName(actor.workspaceId); }"],
    ["has no actor", "export function accept(token: string) { return inTransaction(work); }"],
    ["is not exported", `function rename(actor: Actor) { return actingIn(actor, "a", work); }`],
  ])("is not what %s", (_, text) => {
    expect(find(text)).toEqual([]);
  });
});
