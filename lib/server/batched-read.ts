type Waiting<Asked, Found> = {
  asked: Asked;
  resolve(found: Found): void;
  reject(error: unknown): void;
};

type Batches<Asked, Found> = { waiting: Waiting<Asked, Found>[]; isReading: boolean };

/**
 * Reads of one kind that are asked for while another of the same scope is under way are made together, once it has
 * ended. A read always begins after it was asked for, so that nobody is answered with an older state.
 */
export class BatchedRead<Scope, Asked, Found> {
  readonly #scopes = new Map<Scope, Batches<Asked, Found>>();

  /** `read` answers in the order of what is asked; `most` of them at once. */
  constructor(
    private readonly read: (scope: Scope, asked: readonly Asked[]) => Promise<readonly Found[]>,
    private readonly most = 200,
  ) {}

  ask(scope: Scope, asked: Asked): Promise<Found> {
    return new Promise((resolve, reject) => {
      let batches = this.#scopes.get(scope);
      if (!batches) {
        batches = { waiting: [], isReading: false };
        this.#scopes.set(scope, batches);
      }
      batches.waiting.push({ asked, resolve, reject });
      if (batches.isReading) return;
      batches.isReading = true;
      // Calls that came in the same turn of the event loop are read together, too.
      setImmediate(() => void this.#readAll(scope, batches));
    });
  }

  async #readAll(scope: Scope, batches: Batches<Asked, Found>): Promise<void> {
    while (batches.waiting.length > 0) {
      const batch = batches.waiting.splice(0, this.most);
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
    this.#scopes.delete(scope);
  }
}
