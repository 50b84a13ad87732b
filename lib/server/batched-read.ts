type Waiting<Asked, Found> = {
  asked: Asked;
  resolve(found: Found): void;
  reject(error: unknown): void;
};

type Batches<Asked, Found> = { waiting: Waiting<Asked, Found>[]; reading: number };

/**
 * Reads of one kind that are asked for while two others of the same scope are under way are made together, once one of
 * these has ended: the database is at work on one while the answers of the other are sent. A read always begins after it
 * was asked for, so that nobody is answered with an older state.
 */
export class BatchedRead<Scope, Asked, Found> {
  readonly #scopes = new Map<Scope, Batches<Asked, Found>>();

  /** `read` answers in the order of what is asked: at most `together` in one read, and `atOnce` reads of a scope. */
  constructor(
    private readonly read: (scope: Scope, asked: readonly Asked[]) => Promise<readonly Found[]>,
    private readonly most: Readonly<{ together: number; atOnce: number }> = { together: 200, atOnce: 2 },
  ) {}

  ask(scope: Scope, asked: Asked): Promise<Found> {
    return new Promise((resolve, reject) => {
      let batches = this.#scopes.get(scope);
      if (!batches) {
        batches = { waiting: [], reading: 0 };
        this.#scopes.set(scope, batches);
      }
      batches.waiting.push({ asked, resolve, reject });
      if (batches.reading === this.most.atOnce) return;
      batches.reading += 1;
      // Calls that came in the same turn of the event loop are read together, too.
      setImmediate(() => void this.#readAll(scope, batches));
    });
  }

  async #readAll(scope: Scope, batches: Batches<Asked, Found>): Promise<void> {
    while (batches.waiting.length > 0) {
      const batch = batches.waiting.splice(0, this.most.together);
      try {
        const found = await this.read(
          scope,
          batch.map(({ asked }) => asked),
        );
        for (const [index, { resolve }] of batch.entries()) resolve(found[index] as Found);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    batches.reading -= 1;
    if (batches.reading === 0) this.#scopes.delete(scope);
  }
}
