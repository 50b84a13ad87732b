import { ButtonLink } from "@/components/ui/button";
import { UserPlus } from "@/components/ui/icons";
import { Section } from "@/components/ui/section";
import { grantSentence } from "@/lib/core/access/questions/path-sentences";
import { rulePermissionNames, ruleTargetName } from "@/lib/core/access/rules/rule-names";
import type { Action } from "@/lib/core/access/types";
import type { AskedSubject, ShownSuggestion } from "@/lib/operations/access/explain";
import { optionOfGroup, optionOfUser } from "../../../_components/access/principal-option";
import { NewRuleButton, RaiseRuleButton } from "../../_components/rule-buttons";

type SuggestionOf<Kind extends ShownSuggestion["kind"]> = Extract<ShownSuggestion, { kind: Kind }>;

/** What would grant the access: in short, and the groups that would. */
export function Suggestions({
  action,
  suggestions,
}: {
  action: Action;
  suggestions: readonly ShownSuggestion[];
}) {
  const joins = suggestions.filter(({ kind }) => kind === "join") as SuggestionOf<"join">[];
  const rules = suggestions.length - joins.length;
  return (
    <Section title="What would grant it" description={grantSentence({ action, rules, groups: joins.length })}>
      {joins.length > 0 ? (
        <ul className="-my-2 divide-y divide-border text-control">
          {joins.map(({ group: { id, name, builtIn } }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 py-2">
              <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                Membership in {name}
                <span className="block text-muted">
                  {builtIn === "admins"
                    ? "Admins can read and modify everything."
                    : "Also grants everything else that the group can access."}
                </span>
              </span>
              <ButtonLink
                size="small"
                href={`/settings/groups/${id}`}
                icon={<UserPlus aria-hidden />}
                prefetch={false}
              >
                Open group
              </ButtonLink>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

export function AddRuleButton({
  workspaceId,
  subject,
  suggestion: { target, access },
}: {
  workspaceId: string;
  subject: AskedSubject;
  suggestion: SuggestionOf<"rule">;
}) {
  const { type, ...object } = target;
  return (
    <NewRuleButton
      workspaceId={workspaceId}
      initial={{
        type,
        target: object,
        access,
        principals: [subject.kind === "group" ? optionOfGroup(subject) : optionOfUser(subject)],
      }}
      label={`Add rule on “${target.name}”`}
    />
  );
}

/** More access by a rule that is there, for all whom it names. */
export function RaiseButton({
  workspaceId,
  suggestion: { id, wholeType, at },
}: {
  workspaceId: string;
  suggestion: SuggestionOf<"raise">;
}) {
  const { type, ...object } = at;
  return (
    <RaiseRuleButton
      workspaceId={workspaceId}
      rule={{ id, type, object: wholeType ? null : object }}
      label={`Edit rule on “${ruleTargetName(type, wholeType ? null : at)}” to ${rulePermissionNames.modify}`}
    />
  );
}
