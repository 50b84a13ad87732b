import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";

/** argon2id is the package's default algorithm. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let dummyHash: Promise<string> | undefined;
let running = 0;
const waiting: (() => void)[] = [];

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

/** Takes as long for an account that has no password, or does not exist, as for a wrong one. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  dummyHash ??= hashPassword("no account has this password");
  const compareWith = passwordHash ?? (await dummyHash);
  const matches = await inTurn(() => verify(compareWith, password));
  return matches && passwordHash !== null;
}

export function needsRehash(passwordHash: string): boolean {
  return !passwordHash.includes(`m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}`);
}

/** Each hash fills 19 MiB and a core: running more than there are cores only makes everybody wait longer. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
