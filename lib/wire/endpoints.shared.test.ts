import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { calls } from "./calls/index";

type Ref = { field: string; form: string; resource: string; needs: string };
type Described = { endpoint: string; min_version: string; handler_min_versions?: string[]; refs: Ref[] };

const file = path.resolve(import.meta.dirname, "../../../shared/clearml/endpoints.json");
const described: Described[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).endpoints : [];
const known = described.filter(({ endpoint }) => Object.hasOwn(calls, endpoint));
/** Checked by the operation, since what is needed depends on more than the field. */
const byOperation: Record<string, string> = {
  "events.add task": "an event of a task that may not be changed is counted as an error",
  "queues.update queue": "a name is for Queue admins to change, who may not modify the queue",
};
const resources = new Set(["project", "task", "model", "queue"]);

describe.skipIf(!existsSync(file))("the described endpoints", () => {
  test("most of what is described is there", () => {
    const wanted = described.filter((each) =>
      /^(tasks|projects|models|queues|workers)\./.test(each.endpoint),
    );
    const missing = wanted.map(({ endpoint }) => endpoint).filter((name) => !Object.hasOwn(calls, name));
    expect(missing).toEqual([]);
  });

  test.each(known.map((each) => [each.endpoint, each] as const))(
    "%s begins with its version",
    (name, each) => {
      const versions = [each.min_version.split(" ")[0], ...(each.handler_min_versions ?? [])];
      expect(versions.includes(calls[name]?.minVersion ?? "") || !/^\d/.test(each.min_version)).toBe(true);
    },
  );

  test.each(known.map((each) => [each.endpoint, each] as const))(
    "%s needs at least the access described",
    (name, each) => {
      const call = calls[name];
      if (!call || call.open) {
        expect(each.refs).toEqual([]);
        return;
      }
      const strength = ["read", "modify", "manage"];
      for (const ref of each.refs.filter(({ form, resource }) => form === "one" && resources.has(resource))) {
        if (byOperation[`${name} ${ref.field}`]) continue;
        const own = call.refs?.find(({ field }) => field === ref.field);
        expect({ field: ref.field, has: own !== undefined }).toEqual({ field: ref.field, has: true });
        expect(strength.indexOf(own?.needs ?? "")).toBeGreaterThanOrEqual(strength.indexOf(ref.needs));
      }
    },
  );
});
