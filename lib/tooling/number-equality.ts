import { expect } from "vitest";
import { VaultNumber } from "@/lib/core/vault/model/vault-number";

/** Lets a test write `1` where a vault holds that number. Between two vault numbers every digit counts. */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    const [number, other] = typeof a === "number" ? [b, a] : [a, b];
    if (!(number instanceof VaultNumber) || typeof other !== "number") return undefined;
    return number.value === other;
  },
]);
