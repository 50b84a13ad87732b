/** What all values together may weigh. */
export type Weight<V> = { most: number; weigh: (value: V) => number };

/** A map that forgets what was longest unused once it holds more than `limit` entries, or weighs more than it may. */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #limit: number;
  readonly #weight: Weight<V> | undefined;
  #total = 0;

  constructor(limit: number, weight?: Weight<V>) {
    this.#limit = limit;
    this.#weight = weight;
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    // Moving an entry to the end at every look costs more than the look, and matters only once room grows scarce.
    if (value !== undefined && this.#isHalfFull()) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: K, value: V): void {
    this.delete(key);
    this.#entries.set(key, value);
    this.#total += this.#weight?.weigh(value) ?? 0;
    for (const oldest of this.#entries.keys()) {
      const fits = this.#entries.size <= this.#limit && this.#total <= (this.#weight?.most ?? 0);
      if (fits || oldest === key) break;
      this.delete(oldest);
    }
  }

  #isHalfFull(): boolean {
    return this.#entries.size * 2 > this.#limit || this.#total * 2 > (this.#weight?.most ?? 0);
  }

  delete(key: K): void {
    const value = this.#entries.get(key);
    if (value !== undefined) this.#total -= this.#weight?.weigh(value) ?? 0;
    this.#entries.delete(key);
  }
}
