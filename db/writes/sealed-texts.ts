import { and, sql } from "drizzle-orm";
import type { Transaction } from "../client";
import type { SealedHead } from "../reads/sealed-texts";
import { type SealedColumn, type SealedColumnName, sealedColumns } from "../schema/sealed-columns";

/** False if the text was sealed again or deleted since its head was read. Then there is nothing to write. */
export async function replaceSealedHead(
  tx: Transaction,
  name: SealedColumnName,
  { key, head }: SealedHead,
  newHead: string,
): Promise<boolean> {
  const { table, column, key: columns }: SealedColumn = sealedColumns[name];
  const isRow = columns.map((each, index) => sql`${each} = ${key[index]}`);
  const replaced = await tx
    .update(table)
    .set({ [propertyOf(table, column)]: sql`${newHead} || substr(${column}, ${head.length + 1}::int)` })
    .where(and(...isRow, sql`starts_with(${column}, ${head})`))
    .returning({ row: columns[0] as SealedColumn["column"] });
  return replaced.length === 1;
}

function propertyOf(table: SealedColumn["table"], column: SealedColumn["column"]): string {
  const found = Object.entries(table).find(([, each]) => each === column);
  if (!found) throw new Error(`${column.name} is no column of its table.`);
  return found[0];
}
