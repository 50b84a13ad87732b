/** What the bench of resources asks of the server's own modules. */
export { db, openPool } from "@/db/client";
export { readBrowsedList } from "@/db/reads/browse-lists";
export { readProjectTree } from "@/db/reads/browse-projects";
export { listTasks } from "@/db/reads/task-list";
export { insertCrowd } from "@/db/testing/factories/crowd";
export { insertResourceCrowd } from "@/db/testing/factories/resource-crowd";
export { readListRequest } from "@/lib/core/resources/list-request";
export { taskListSpec } from "@/lib/core/resources/task-list";
export { createHttpServer } from "@/lib/entry/http-server";
export { readOrCreateSecretKeys } from "@/lib/entry/secret-key-file";
export { EngineStore } from "@/lib/operations/access/engine-store";
export { taskColumnsFor } from "@/lib/wire/documents/task";
