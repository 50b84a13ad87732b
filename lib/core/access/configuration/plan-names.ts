import { guardText } from "../guards/guard";
import { byText, type ConfigurationFacts, type GuardContent } from "./facts";
import { FactNames } from "./names";
import type { ConfigurationPlan } from "./plan";

const mostNamed = 10;

/** The names of what is there, and of the groups that the plan adds. */
export class PlanNames extends FactNames {
  constructor({ groups }: ConfigurationPlan, facts: ConfigurationFacts) {
    const added = groups.added.map((group) => ({ ...group, builtIn: null }));
    super({ ...facts, groups: [...facts.groups, ...added] });
  }

  /** 'ada@example.com, Contractors and 7 more' */
  listed(userIds: readonly string[], groupIds: readonly string[] = []): string {
    const all = [
      ...groupIds.map((id) => this.group(id)).sort(byText),
      ...userIds.map((id) => this.member(id)).sort(byText),
    ];
    const more = all.length - mostNamed;
    return more > 1 ? `${all.slice(0, mostNamed).join(", ")} and ${more} more` : all.join(", ");
  }

  /** 'Contractors can’t read the project finance/Payroll, or anything in it' */
  guard({ name: _, userId, groupId, targetId, ...statement }: GuardContent): string {
    const principalName = groupId ? this.group(groupId) : this.member(userId ?? "");
    return guardText({ ...statement, principalName, object: { name: this.path(targetId), path: null } });
  }
}
