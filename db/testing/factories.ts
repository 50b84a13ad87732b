export { blockAudit, countAuditEvents, lastAuditEvent } from "./audit-log";
export { makePerson, setPassword, type TestPerson } from "./factories/person";
export { actingAs, makeSession } from "./factories/session";
export { join, joinAsAdmin, makeWorkspace } from "./factories/workspace";
