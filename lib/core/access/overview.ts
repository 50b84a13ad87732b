import { findReasons, type Reason } from "./explain";
import type { Forest } from "./forest";
import { findTypeCode, type ObjectType, projectCode } from "./object-types";
import type { Identity } from "./people";
import { Reach } from "./reach";
import { compareReach } from "./reach-difference";
import type { RuleBook } from "./rule-book";
import { type ListScope, scopeOf, visibleScopeOf } from "./scope";
import { compileIdentity, noStanding, type Standing } from "./standings";
import type { Action } from "./types";

/** All that one identity reaches in a workspace. */
export class Overview {
  private readonly standing: Standing;
  private readonly nothing: Reach;

  constructor(
    private readonly identity: Identity,
    private readonly rules: RuleBook,
    private readonly forest: Forest,
  ) {
    this.standing = compileIdentity(identity, rules, forest);
    this.nothing = new Reach(Int32Array.from(noStanding.read), 0, forest);
  }

  /** How many objects of the type it may do it on. */
  count(action: Action, type: ObjectType): number {
    const reach = this.reach(action);
    const code = findTypeCode(type)!;
    if (action === "visible" && code === projectCode) return reach.listVisibleProjects().length;
    return compareReach(reach, this.nothing, code, this.forest, 0).count;
  }

  scope(action: Action, type: ObjectType): ListScope {
    const reach = this.reach(action);
    const code = findTypeCode(type)!;
    return action === "visible" && code === projectCode
      ? visibleScopeOf(reach)
      : scopeOf(reach, code, this.forest);
  }

  reasons(action: Action, objectId: string): Reason[] {
    const object = this.forest.find(objectId);
    return object ? findReasons(this.identity, action, object, this.rules, this.forest) : [];
  }

  private reach(action: Action): Reach {
    const cells = this.standing[action === "visible" ? "read" : action];
    return new Reach(Int32Array.from(cells), 0, this.forest);
  }
}
