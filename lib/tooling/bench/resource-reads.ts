/** What the bench of resources asks of the server's own modules. */
export { openPool } from "@/db/client";
export { readBrowsedList } from "@/db/reads/browse-lists";
export { readProjectTree } from "@/db/reads/browse-projects";
export { insertCrowd } from "@/db/testing/factories/crowd";
export { insertResourceCrowd } from "@/db/testing/factories/resource-crowd";
export { createHttpServer } from "@/lib/entry/http-server";
export { readOrCreateSecretKeys } from "@/lib/entry/secret-key-file";
export { EngineStore } from "@/lib/operations/access/engine-store";
