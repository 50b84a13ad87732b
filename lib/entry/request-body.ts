import { IncomingMessage } from "node:http";

/** Nobody is left to answer: no bug, and nothing to do. */
export class ClientGone extends Error {}

/** Bytes of bodies in memory at the same time, over all connections. Small bodies are always accepted. */
export class BodyBudget {
  #held = 0;

  constructor(
    readonly mostBytes: number,
    readonly smallBytes = 0,
  ) {}

  take(bytes: number): boolean {
    if (this.#held + bytes > this.mostBytes && bytes > this.smallBytes) return false;
    this.#held += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}

export type BodyLimits = { maxBytes: number; budget: BodyBudget; withinMs?: number };
export type BodyProblem = "too_large" | "too_late" | "busy";

/** What a client is still sending is read past the answer, up to here: it would otherwise meet a reset connection. */
const mostDiscardedBytes = 64 * 1024 * 1024;
const discardWithinMs = 5_000;
const mostDiscarding = 64;
let discarding = 0;
const tailBytes = 256;
const growthBytes = 256 * 1024;
const noBytes = Buffer.alloc(0);

/**
 * A request whose body waits in the connection until it is asked for, and is then counted as it comes, whatever its
 * headers say of its length.
 */
export class IncomingRequest extends IncomingMessage {
  #received = 0;
  #taken = 0;
  #budget: BodyBudget | undefined;
  #limits: BodyLimits | undefined;
  #isDiscarded = false;
  #tail = noBytes;
  #settle: ((problem?: BodyProblem) => void) | undefined;

  get isForm(): boolean {
    return this.headers["content-type"]?.toLowerCase().startsWith("multipart/form-data") ?? false;
  }

  /** The last bytes of a form. */
  get tail(): string {
    return this.#tail.toString("latin1");
  }

  get hasBody(): boolean {
    return this.headers["content-length"] !== undefined || this.headers["transfer-encoding"] !== undefined;
  }

  /** What the headers say; nothing when they don't. */
  get declaredBytes(): number | undefined {
    if (this.headers["transfer-encoding"] !== undefined) return undefined;
    return Number(this.headers["content-length"] ?? 0);
  }

  /** Resolves once the whole body has come and waits to be read. Rejects with `ClientGone`. */
  gather(limits: BodyLimits): Promise<BodyProblem | undefined> {
    const declared = this.declaredBytes ?? 0;
    if (Math.max(declared, this.#received) > limits.maxBytes) return Promise.resolve("too_large");
    this.#budget = limits.budget;
    if (!this.#take(Math.max(declared, this.#received))) return Promise.resolve("busy");
    if (this.complete) return Promise.resolve(undefined);
    this.#limits = limits;
    return this.#untilSettled(limits.withinMs, "too_late").finally(() => {
      this.#limits = undefined;
    });
  }

  /** Reads and throws away what is still to come, up to a point, and nothing where many others do. */
  async discardRest(): Promise<void> {
    if (this.complete || this.destroyed || discarding >= mostDiscarding) return;
    discarding += 1;
    this.#isDiscarded = true;
    this.resume();
    await this.#untilSettled(discardWithinMs, undefined).catch(() => {});
    discarding -= 1;
  }

  /** To be called once the request is answered. */
  release(): void {
    this.#budget?.giveBack(this.#taken);
    this.#taken = 0;
  }

  override push(chunk: Buffer | null): boolean {
    if (chunk === null) {
      const wantsMore = super.push(null);
      this.#settle?.();
      return wantsMore;
    }
    this.#received += chunk.length;
    if (this.#isDiscarded) {
      if (this.#received > mostDiscardedBytes) this.#settle?.();
      return this.#received <= mostDiscardedBytes;
    }
    if (this.isForm)
      this.#tail = Buffer.concat([this.#tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes);
    if (!this.#limits) return super.push(chunk);
    if (this.#received > this.#limits.maxBytes) return this.#refuse("too_large");
    if (this.#received > this.#taken && !this.#take(Math.min(growthBytes, this.#limits.maxBytes)))
      return this.#refuse("busy");
    super.push(chunk);
    return true;
  }

  #take(bytes: number): boolean {
    if (!this.#budget?.take(bytes)) return false;
    this.#taken += bytes;
    return true;
  }

  #refuse(problem: BodyProblem): boolean {
    this.#limits = undefined;
    this.#settle?.(problem);
    return false;
  }

  #untilSettled(
    withinMs: number | undefined,
    late: BodyProblem | undefined,
  ): Promise<BodyProblem | undefined> {
    return new Promise((resolve, reject) => {
      const leave = () => this.#settle?.(late);
      const timer = withinMs === undefined ? undefined : setTimeout(leave, withinMs);
      const close = () => {
        clearTimeout(timer);
        if (this.complete) resolve(undefined);
        else reject(new ClientGone());
      };
      this.#settle = (problem) => {
        this.#settle = undefined;
        clearTimeout(timer);
        this.off("close", close);
        resolve(problem);
      };
      this.once("close", close);
      this._read(0);
    });
  }
}
