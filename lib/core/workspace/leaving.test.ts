import { expect, test } from "vitest";
import { whyNotLeave } from "./leaving";
import type { Role } from "./role";

test.each<{ role: Role; isOwnPersonal: boolean; reason: RegExp | undefined }>([
  { role: "member", isOwnPersonal: false, reason: undefined },
  { role: "admin", isOwnPersonal: false, reason: undefined },
  { role: "owner", isOwnPersonal: false, reason: /Transfer ownership to another admin/ },
  { role: "owner", isOwnPersonal: true, reason: /personal workspace/ },
])("$role, own personal $isOwnPersonal", ({ role, isOwnPersonal, reason }) => {
  const said = whyNotLeave(role, isOwnPersonal);
  if (reason) expect(said).toMatch(reason);
  else expect(said).toBeUndefined();
});
