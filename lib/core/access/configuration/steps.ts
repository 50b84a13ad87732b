/** So many items of a long list are worked on before others get their turn. */
export const itemsInStep = 50;

/** `make` of each item, in short steps. */
export function* madeOf<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Generator<number, Made[]> {
  const made: Made[] = [];
  for (const [count, item] of items.entries()) {
    if (count % itemsInStep === itemsInStep - 1) yield 0;
    made.push(make(item));
  }
  return made;
}
