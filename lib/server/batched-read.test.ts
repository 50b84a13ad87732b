import { expect, test } from "vitest";
import { BatchedRead } from "./batched-read";

/** Reads that end when they are told to, with what they were asked. */
function makeReads(most = { together: 200, atOnce: 1 }) {
  const made: { scope: string; asked: readonly string[]; end: (error?: Error) => void }[] = [];
  const read = (scope: string, asked: readonly string[]) =>
    new Promise<string[]>((resolve, reject) => {
      const end = (error?: Error) =>
        error ? reject(error) : resolve(asked.map((each) => `${scope} ${each}`));
      made.push({ scope, asked, end });
    });
  const batched = new BatchedRead(read, most);
  /** The next read that begins. */
  const begun = async (number: number) => {
    while (made.length < number) await new Promise((resolve) => setImmediate(resolve));
    return made[number - 1]!;
  };
  return { made, begun, ask: (scope: string, asked: string) => batched.ask(scope, asked) };
}

test("what is asked for while a read is under way is read together after it", async () => {
  const { begun, ask } = makeReads();
  const first = ask("w", "a");
  const one = await begun(1);
  const later = [ask("w", "b"), ask("w", "c")];
  one.end();
  expect(await first).toBe("w a");
  const two = await begun(2);
  expect(two.asked).toEqual(["b", "c"]);
  two.end();
  expect(await Promise.all(later)).toEqual(["w b", "w c"]);
});

test("two reads of a scope are under way at once, and what is asked for meanwhile is read after the first that ends", async () => {
  const { made, begun, ask } = makeReads({ together: 200, atOnce: 2 });
  const answers = [ask("w", "a")];
  await begun(1);
  answers.push(ask("w", "b"));
  const two = await begun(2);
  answers.push(ask("w", "c"), ask("w", "d"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toHaveLength(2);
  two.end();
  const three = await begun(3);
  expect(three.asked).toEqual(["c", "d"]);
  three.end();
  made[0]!.end();
  expect(await Promise.all(answers)).toEqual(["w a", "w b", "w c", "w d"]);
  const later = ask("w", "e");
  (await begun(4)).end();
  expect(await later).toBe("w e");
});

test("what is asked for in the same turn is read together, and other scopes wait for none of it", async () => {
  const { made, begun, ask } = makeReads();
  const answers = [ask("v", "a"), ask("w", "b"), ask("v", "c")];
  await begun(2);
  expect(made.map(({ scope, asked }) => [scope, ...asked])).toEqual([
    ["v", "a", "c"],
    ["w", "b"],
  ]);
  for (const each of made) each.end();
  expect(await Promise.all(answers)).toEqual(["v a", "w b", "v c"]);
});

test("a read that fails fails for those who waited for it alone", async () => {
  const { begun, ask } = makeReads();
  const first = ask("w", "a");
  const one = await begun(1);
  const second = ask("w", "b");
  one.end(new Error("away"));
  await expect(first).rejects.toThrow("away");
  (await begun(2)).end();
  expect(await second).toBe("w b");
  const third = ask("w", "c");
  (await begun(3)).end();
  expect(await third).toBe("w c");
});

test("only so many are read at once", async () => {
  const { begun, ask } = makeReads({ together: 2, atOnce: 1 });
  const answers = ["a", "b", "c"].map((each) => ask("w", each));
  const one = await begun(1);
  expect(one.asked).toEqual(["a", "b"]);
  one.end();
  const two = await begun(2);
  expect(two.asked).toEqual(["c"]);
  two.end();
  expect(await Promise.all(answers)).toEqual(["w a", "w b", "w c"]);
});
