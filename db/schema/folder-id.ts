import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** The first id in the folders of a path or URL that begins with a slash or a scheme, as the index of models has it. */
export function folderIdOf(path: SQLWrapper): SQL {
  return sql`substring(${path} from '[./]([0-9a-f]{32})/')`;
}
