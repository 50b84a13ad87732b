import type { RuleType } from "../rules/rule-names";
import { type ConfigurationFacts, type MemberFacts, type ObjectFacts, objectKey } from "./facts";

/** How people call what the facts refer to by id. */
export class FactNames {
  private readonly membersById: Map<string, MemberFacts>;
  private readonly groupsById: Map<string, string>;
  private readonly objectsById: Map<string, ObjectFacts>;
  private readonly namesakes = new Map<string, number>();

  constructor({ members, groups, objects }: Pick<ConfigurationFacts, "members" | "groups" | "objects">) {
    this.membersById = new Map(members.map((member) => [member.id, member]));
    this.groupsById = new Map(groups.map(({ id, name }) => [id, name]));
    this.objectsById = new Map(objects.map((object) => [object.id, object]));
    for (const { type, path } of objects) {
      const key = objectKey(type, path);
      this.namesakes.set(key, (this.namesakes.get(key) ?? 0) + 1);
    }
  }

  object(id: string): ObjectFacts | undefined {
    return this.objectsById.get(id);
  }

  path(id: string): string {
    return this.objectsById.get(id)?.path ?? id;
  }

  isAmbiguous(type: RuleType, path: string): boolean {
    return (this.namesakes.get(objectKey(type, path)) ?? 0) > 1;
  }

  group(id: string): string {
    return this.groupsById.get(id) ?? id;
  }

  isServiceAccount(id: string): boolean {
    return this.membersById.get(id)?.kind === "service_account";
  }

  /** The e-mail address of a user, the name of a service account. */
  member(id: string): string {
    const member = this.membersById.get(id);
    return (member?.kind === "person" ? member.email : member?.name) ?? id;
  }
}
