/** One page of a list: `from` and `to` count from 1 and are 0 when the list is empty. */
export type Page<Row> = PageBounds & { rows: Row[] };

export type PageBounds = {
  number: number;
  count: number;
  total: number;
  from: number;
  to: number;
  limit: number;
  offset: number;
};

/**
 * A page after the end becomes the last page, because rows may have been deleted since the link was rendered.
 */
export function pageOf(total: number, wanted: number, perPage: number): PageBounds {
  const count = Math.max(1, Math.ceil(total / perPage));
  const number = Math.min(count, Math.max(1, Number.isSafeInteger(wanted) ? wanted : 1));
  const offset = (number - 1) * perPage;
  return {
    number,
    count,
    total,
    from: total === 0 ? 0 : offset + 1,
    to: Math.min(total, offset + perPage),
    limit: perPage,
    offset,
  };
}

/**
 * Counts a list and reads one page of it side by side. A page past the end, which is rare, is read again as the last
 * one, once the count is there.
 */
export async function readPage<Counted, Row>(
  wanted: number,
  perPage: number,
  count: Promise<Counted>,
  read: (page: { limit: number; offset: number }) => Promise<Row[]>,
  totalOf: (counted: Counted) => number,
): Promise<{ counted: Counted; page: Page<Row> }> {
  const asked = pageOf(Number.MAX_SAFE_INTEGER, wanted, perPage);
  const [counted, rows] = await Promise.all([count, read(asked)]);
  const bounds = pageOf(totalOf(counted), wanted, perPage);
  return { counted, page: { ...bounds, rows: bounds.offset === asked.offset ? rows : await read(bounds) } };
}

/** The same where one read gives the rows with how many there are in all, and whatever else it finds. */
export async function readCountedPage<Row, Found extends { total: number; rows: Row[] }>(
  wanted: number,
  perPage: number,
  read: (page: { limit: number; offset: number }) => Promise<Found & { rows: Row[] }>,
): Promise<{ page: Page<Row>; found: Found }> {
  const asked = pageOf(Number.MAX_SAFE_INTEGER, wanted, perPage);
  const found = await read(asked);
  const bounds = pageOf(found.total, wanted, perPage);
  const { rows } = bounds.offset === asked.offset ? found : await read(bounds);
  return { page: { ...bounds, rows }, found };
}
