import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { bucketCredentials } from "./bucket-credentials";
import { cleanupCredentials } from "./cleanup-credentials";
import { mails } from "./mails";
import { secondFactors } from "./sign-in-means";
import { vaultRevisions } from "./vaults";

export type SealedColumn = { table: PgTable; column: PgColumn; key: PgColumn[] };

const revisionKey = [vaultRevisions.workspaceId, vaultRevisions.vaultId, vaultRevisions.number];

/** Every column that holds sealed texts, with what a row is known by. */
export const sealedColumns = {
  vaultTexts: { table: vaultRevisions, column: vaultRevisions.sealedText, key: revisionKey },
  servedVaultTexts: { table: vaultRevisions, column: vaultRevisions.sealedCanonical, key: revisionKey },
  bucketSecrets: {
    table: bucketCredentials,
    column: bucketCredentials.sealedSecrets,
    key: [bucketCredentials.workspaceId, bucketCredentials.id],
  },
  cleanupSecrets: {
    table: cleanupCredentials,
    column: cleanupCredentials.sealedSecrets,
    key: [cleanupCredentials.workspaceId, cleanupCredentials.id],
  },
  mails: { table: mails, column: mails.sealedContent, key: [mails.id] },
  secondFactors: { table: secondFactors, column: secondFactors.sealedSecret, key: [secondFactors.userId] },
} satisfies Record<string, SealedColumn>;

export type SealedColumnName = keyof typeof sealedColumns;
