import { everyAction } from "../types";
import type { caseWorlds } from "./case-worlds";
import { explains, lists, whos } from "./listing-cases";

interface Asked {
  readonly world: keyof typeof caseWorlds;
  readonly why: string;
}

interface AskedBy extends Asked {
  readonly user: string;
  readonly onBehalfOf?: string | undefined;
}

type Check = AskedBy & { op: "check"; action: string; resource: string; expect: boolean };
type List = AskedBy & { op: "list"; action: string; type: string; expect: readonly string[] };
type Who = Asked & { op: "who"; action: string; resource: string; expect: readonly string[] };
type Create = AskedBy & { op: "create"; type: string; parent: string | null; expect: boolean };
type Move = AskedBy & { op: "move"; resource: string; parent: string | null; expect: boolean };
type Explain = AskedBy & { op: "explain"; action: string; resource: string; expect: readonly string[] };

/** One question about one of the worlds, and its answer; ids in an answer are sorted. */
export type AccessCase = Check | List | Who | Create | Move | Explain;

type World = Asked["world"];

/** World, user, resource, the actions that are allowed of all five, why; on behalf of whom. */
const levels: readonly [World, string, string, readonly string[], string, string?][] = [
  ["open", "stranger", "task-arm", [], "row 1: unknown"],
  ["open", "left", "task-arm", [], "row 1: inactive"],
  ["open", "script", "task-arm", [], "row 1: may not impersonate", "ann"],
  ["open", "olga", "no-such-object", [], "row 2"],
  ["closed", "olga", "task-arm", ["visible", "read", "modify", "grant"], "row 3: no rule"],
  ["granted", "olga", "robots", ["visible", "read", "modify", "grant"], "row 3: a read rule lowers nothing"],
  ["closed", "olga", "gpu", ["visible", "read", "modify", "grant"], "row 4"],
  ["closed", "quin", "gpu", ["visible", "read", "manage"], "row 5"],
  ["closed", "quin", "task-arm", [], "row 6"],
  ["closed", "both", "gpu", ["visible", "read", "modify", "manage", "grant"], "row 7"],
  ["closed", "ann", "robots", [], "row 8"],
  ["granted", "ben", "robots", [], "row 8: nothing readable below"],
  ["granted", "ben", "weather", ["visible"], "row 9"],
  ["granted", "ann", "robots", ["visible", "read"], "row 10: on the object"],
  ["granted", "ann", "task-arm", ["visible", "read"], "row 10: from above"],
  ["granted", "ben", "cpu", ["visible", "read"], "row 10: a queue"],
  ["granted", "cy", "grip", ["visible", "read", "modify"], "row 11: modify far, read near"],
  ["granted", "ann", "task-grip", ["visible", "read", "modify"], "row 11: modify near, read far"],
  ["granted", "ben", "gpu", ["visible", "read", "modify"], "row 11: a queue is used, not managed"],
  ["granted", "ben", "launchers", ["visible", "read", "modify"], "row 12"],
  ["granted", "ben", "labels", [], "row 12: another category"],
  ["granted", "runner", "cellar", [], "row 13: the rule names Admins", "olga"],
  ["granted", "runner", "task-arm", ["visible", "read"], "row 13: the rule that names the owner", "olga"],
  ["open", "runner", "task-arm", ["visible", "read", "modify"], "row 13: rules that name Users", "olga"],
  ["closed", "runner", "gpu", [], "row 13: no queue power", "quin"],
];

/** World, user, action, resource, answer, why; on behalf of whom. */
const checks: readonly [World, string, string, string, boolean, string, string?][] = [
  ["granted", "runner", "read", "task-weather", true, "the owner may", "ben"],
  ["granted", "runner", "modify", "cellar", false, "rights of the account do not count", "ben"],
  ["granted", "runner", "modify", "cellar", true, "rights of the account as itself"],
  ["granted", "runner", "modify", "cellar", true, "on behalf of itself is itself", "runner"],
  ["closed", "chief", "grant", "task-arm", true, "an admin account is an admin as itself"],
  ["closed", "chief", "grant", "task-arm", true, "on behalf of itself it keeps its power", "chief"],
  ["granted", "chief", "read", "task-arm", false, "nor does its power count for an owner", "ben"],
  ["granted", "runner", "read", "cellar", false, "rules that name Queue admins do not count", "quin"],
  ["granted", "quin", "read", "cellar", true, "as oneself they count"],
  ["granted", "runner", "modify", "cpu", true, "rules that name the owner do", "quin"],
  ["open", "idle", "read", "task-arm", false, "inactive account", "ann"],
  ["open", "runner", "read", "task-arm", false, "inactive owner", "left"],
  ["open", "runner", "read", "task-arm", false, "unknown owner", "stranger"],
  ["open", "olga", "read", "task-arm", false, "a person never, even an admin", "ann"],
  ["open", "ann", "read", "task-arm", true, "a person for itself", "ann"],
  ["open", "stranger", "read", "task-arm", false, "unknown for itself", "stranger"],
  ["granted", "runner", "modify", "cellar", false, "an account may be the owner", "script"],
  ["open", "runner", "modify", "task-arm", true, "an account may be the owner", "script"],
  ["open", "ann", "modify", "weather", true, "the default is a rule"],
  ["open", "script", "modify", "weather", true, "service accounts are in Users"],
  ["ungrouped", "script", "modify", "weather", true, "Users need not be listed"],
  ["ungrouped", "olga", "grant", "weather", false, "Admins that are not listed have no members"],
  ["closed", "ann", "read", "weather", false, "no rule, no access"],
  ["openButProjects", "ann", "modify", "task-arm", true, "a closed project leaves its tasks open"],
  ["openButProjects", "ann", "read", "arm", false, "the project itself is closed"],
  ["openButProjects", "ann", "visible", "arm", true, "its name shows the way to its tasks"],
  ["openButProjects", "ann", "visible", "cellar", false, "an empty project does not show"],
  ["wholeTypes", "ann", "read", "task-grip", true, "all projects reach what is in them"],
  ["wholeTypes", "ann", "read", "data-arm.1", true, "and the versions of datasets in them"],
  ["wholeTypes", "ann", "read", "task-loose", false, "but nothing outside projects"],
  ["wholeTypes", "ann", "read", "gpu", false, "nor queues"],
  ["wholeTypes", "ann", "modify", "task-grip", false, "read stays read"],
  ["wholeTypes", "ann", "read", "task-cut-off", true, "a project that was cut off is a project"],
  ["wholeTypes", "ann", "read", "task-left-over", false, "a project that does not exist is none"],
  ["wholeTypes", "ben", "modify", "task-loose", true, "all tasks reach those outside projects"],
  ["wholeTypes", "ben", "modify", "task-left-over", true, "and those that were left over"],
  ["wholeTypes", "ben", "read", "model-arm", false, "not models"],
  ["wholeTypes", "cy", "modify", "data-arm.1", true, "a version is what its dataset is"],
  ["wholeTypes", "cy", "read", "version-left-over", false, "a version without its dataset is nothing"],
  ["wholeTypes", "olga", "read", "version-left-over", true, "but to Admins"],
  ["wholeTypes", "runner", "manage", "gpu", false, "all queues are not queue power"],
  ["wholeTypes", "script", "modify", "labels", true, "all categories"],
  ["granted", "ben", "modify", "data-weather.1", true, "a rule on the dataset reaches its versions"],
  ["granted", "ben", "read", "model-weather", false, "a rule on one object gives nothing on its neighbours"],
  ["granted", "ben", "read", "weather", false, "nor on its parent"],
  ["granted", "ann", "read", "weather", false, "nothing beside"],
  ["granted", "ben", "read", "task-arm", false, "type and target disagree"],
  ["granted", "never-joined", "read", "weather", false, "a named id that is no principal"],
  ["granted", "ann", "read", "cellar", false, "rules for nobody, for missing principals and groups"],
  ["granted", "left", "modify", "weather", false, "a rule that names an inactive user"],
  ["granted", "quin", "modify", "cpu", true, "a queue admin uses a queue by a rule"],
  ["granted", "quin", "modify", "gpu", false, "and only that queue"],
  ["granted", "cy", "grant", "robots", false, "no rule gives the right to grant"],
  ["granted", "ben", "manage", "weather", false, "only queues are managed"],
  ["granted", "both", "manage", "weather", false, "even with both powers"],
  ["granted", "cy", "delete", "task-grip", false, "unknown action"],
  ["open", "olga", "constructor", "task-grip", false, "unknown action, even for Admins"],
  ["open", "ann", "modify", "constructor", true, "an id that is a property of every object"],
  ["open", "constructor", "read", "task-arm", false, "no principal"],
  ["open", "ann", "read", "Task-arm", false, "ids are case-sensitive"],
  ["open", "ann ", "read", "task-arm", false, "ids are not trimmed"],
  ["grantedWithoutTeam", "ann", "read", "task-arm", false, "a deleted group gives nothing"],
  ["grantedWithoutTeam", "ann", "modify", "task-grip", true, "its former members keep their own rules"],
  ["grantedAndMoved", "cy", "modify", "task-grip", false, "moved away from a rule"],
  ["grantedAndMoved", "cy", "read", "task-grip", true, "rules on what was moved went along"],
  ["grantedAndMoved", "ann", "modify", "task-grip", true, "rules on what was moved went along"],
  ["grantedAndMoved", "ann", "visible", "weather", true, "the new place shows"],
  ["granted", "cy", "modify", "task-cut-off", false, "no rights through a parent that is gone"],
];

/** World, user, parent, answer, why; on behalf of whom. */
const creates: readonly [World, string, string, string | null, boolean, string, string?][] = [
  ["granted", "ann", "task", "grip", true, "modify on the project"],
  ["granted", "ann", "task", "arm", false, "read is not enough"],
  ["granted", "cy", "project", "arm", true, "a project in a project"],
  ["granted", "ben", "dataset_version", "data-weather", true, "a version in a dataset"],
  ["granted", "cy", "dataset_version", "arm", false, "a version lives in a dataset"],
  ["granted", "cy", "task", "task-arm", false, "a task holds nothing"],
  ["granted", "ben", "task", "data-weather", false, "a dataset holds versions only"],
  ["closed", "olga", "task", "deleted", false, "the parent must exist"],
  ["closed", "both", "queue", "robots", false, "queues live nowhere"],
  ["closed", "olga", "frame", "robots", false, "unknown type"],
  ["closed", "olga", "constructor", null, false, "unknown type"],
  ["open", "ann", "project", null, true, "a whole type to modify"],
  ["open", "ann", "model", null, true, "a whole type to modify"],
  ["wholeTypes", "ann", "project", null, false, "a whole type to read"],
  ["wholeTypes", "ben", "task", null, true, "a whole type to modify"],
  ["wholeTypes", "ben", "model", null, false, "another type"],
  ["granted", "cy", "project", null, false, "a rule on one project"],
  ["closed", "olga", "dataset", null, true, "Admins"],
  ["open", "ann", "queue", null, false, "no rule makes queues"],
  ["closed", "quin", "queue", null, true, "Queue admins"],
  ["closed", "olga", "queue", null, false, "not Admins"],
  ["open", "ann", "app_category", null, false, "no rule makes categories"],
  ["closed", "olga", "app_category", null, true, "Admins"],
  ["closed", "quin", "app_category", null, false, "not Queue admins"],
  ["closed", "olga", "dataset_version", null, false, "never"],
  ["closed", "runner", "task", null, false, "no admin power", "olga"],
  ["closed", "runner", "queue", null, false, "no queue power", "quin"],
  ["wholeTypes", "runner", "task", null, true, "the right of the owner", "ben"],
  ["open", "left", "task", null, false, "inactive"],
];

/** World, user, resource, new parent, answer, why; on behalf of whom. */
const moves: readonly [World, string, string, string | null, boolean, string, string?][] = [
  ["granted", "cy", "task-robots", "grip", true, "modify on both"],
  ["granted", "ann", "task-grip", "arm", false, "only read at the destination"],
  ["granted", "ann", "task-arm", "grip", false, "only read on the object"],
  ["granted", "cy", "grip", "robots", true, "nothing is asked of the old parent"],
  ["granted", "ann", "grip", "grip", false, "into itself"],
  ["closed", "olga", "robots", "grip", false, "below itself, even for Admins"],
  ["closed", "olga", "grip", "robots", true, "up"],
  ["closed", "olga", "grip", "arm", true, "where it is"],
  ["closed", "olga", "grip", null, true, "to the top"],
  ["granted", "cy", "grip", null, false, "the top asks for the whole type"],
  ["wholeTypes", "ben", "task-arm", null, true, "with the whole type"],
  ["wholeTypes", "ben", "task-arm", "weather", false, "the destination asks for modify"],
  ["closed", "olga", "task-arm", "deleted", false, "the destination must exist"],
  ["closed", "olga", "task-arm", "data-arm", false, "the destination must hold it"],
  ["closed", "olga", "data-arm.1", "data-weather", false, "versions stay"],
  ["closed", "both", "gpu", null, false, "queues stay"],
  ["closed", "olga", "launchers", null, false, "categories stay"],
  ["closed", "olga", "no-such-object", "arm", false, "unknown object"],
  ["closed", "olga", "task-left-over", "arm", true, "Admins repair"],
  ["closed", "runner", "task-left-over", "arm", false, "as themselves", "olga"],
  ["granted", "runner", "task-robots", "grip", true, "the rights of the owner", "cy"],
];

export const accessCases: readonly AccessCase[] = [
  ...levels.flatMap(([world, user, resource, allowed, why, onBehalfOf]) =>
    everyAction.map((action): Check => {
      const expect = allowed.includes(action);
      return { op: "check", world, user, action, resource, expect, why, onBehalfOf };
    }),
  ),
  ...checks.map(([world, user, action, resource, expect, why, onBehalfOf]): Check => {
    return { op: "check", world, user, action, resource, expect, why, onBehalfOf };
  }),
  ...lists.map(([world, user, action, type, expect, why, onBehalfOf]): List => {
    return { op: "list", world, user, action, type, expect, why, onBehalfOf };
  }),
  ...whos.map(([world, action, resource, expect, why]): Who => {
    return { op: "who", world, action, resource, expect, why };
  }),
  ...creates.map(([world, user, type, parent, expect, why, onBehalfOf]): Create => {
    return { op: "create", world, user, type, parent, expect, why, onBehalfOf };
  }),
  ...moves.map(([world, user, resource, parent, expect, why, onBehalfOf]): Move => {
    return { op: "move", world, user, resource, parent, expect, why, onBehalfOf };
  }),
  ...explains.map(([world, user, action, resource, expect, why, onBehalfOf]): Explain => {
    return { op: "explain", world, user, action, resource, expect, why, onBehalfOf };
  }),
];
