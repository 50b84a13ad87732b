import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Plus, UserPlus } from "@/components/ui/icons";
import { Section } from "@/components/ui/section";
import { ruleTargetName, ruleTypeNames } from "@/lib/core/access/rules/rule-names";
import type { Action } from "@/lib/core/access/types";
import type { AskedSubject, ShownSuggestion } from "@/lib/operations/access/explain";
import { optionOfGroup, optionOfUser } from "../../../_components/access/principal-option";
import { EditRuleDialog } from "../../_components/edit-rule-dialog";
import { LevelBadge } from "../../_components/level-badge";
import { NewRuleDialog } from "../../_components/new-rule-dialog";

export type SuggestionsProps = {
  workspaceId: string;
  subject: AskedSubject;
  action: Action;
  suggestions: ShownSuggestion[];
};

/** What would grant the access, each with the way to do it. */
export function Suggestions({ workspaceId, subject, action, suggestions }: SuggestionsProps) {
  if (suggestions.length === 0) {
    return (
      <Section
        title="What would grant it"
        description={
          action === "manage" ? "Only queues can be renamed or deleted by queue admins." : "Nothing."
        }
      />
    );
  }
  return (
    <Section title="What would grant it" description="Any one of these is enough.">
      <ul className="-my-2 divide-y divide-border text-control">
        {suggestions.map((suggestion) => (
          <li
            key={JSON.stringify(suggestion)}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 py-2"
          >
            <SuggestionRow workspaceId={workspaceId} subject={subject} suggestion={suggestion} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SuggestionRow({
  workspaceId,
  subject,
  suggestion,
}: {
  workspaceId: string;
  subject: AskedSubject;
  suggestion: ShownSuggestion;
}): ReactNode {
  switch (suggestion.kind) {
    case "rule": {
      const { target, access } = suggestion;
      const { type, ...object } = target;
      return (
        <>
          <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
            A rule on the {ruleTypeNames[type].one.toLowerCase()} “{ruleTargetName(type, target)}”{" "}
            <LevelBadge level={access} />
            {type === "project" ? <Detail>Also applies to everything in the project.</Detail> : null}
          </span>
          <NewRuleDialog
            workspaceId={workspaceId}
            initial={{
              type,
              target: object,
              access,
              principals: [subject.kind === "group" ? optionOfGroup(subject) : optionOfUser(subject)],
            }}
            trigger={
              <Button size="small" icon={<Plus aria-hidden />} aria-label={`Add rule on “${target.name}”`}>
                Add rule
              </Button>
            }
          />
        </>
      );
    }
    case "raise": {
      const { id, wholeType, at } = suggestion;
      const { type, ...object } = at;
      const name = ruleTargetName(type, wholeType ? null : at);
      return (
        <>
          <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
            More access by the existing rule on “{name}” <LevelBadge level="modify" />
            <Detail>Applies to all users and groups of that rule.</Detail>
          </span>
          <EditRuleDialog
            workspaceId={workspaceId}
            rule={{ id, type, object: wholeType ? null : object }}
            raises
            trigger={
              <Button size="small" aria-label={`Edit rule on “${name}”`}>
                Edit rule
              </Button>
            }
          />
        </>
      );
    }
    case "join": {
      const { id, name, builtIn } = suggestion.group;
      return (
        <>
          <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
            Membership in {name}
            <Detail>
              {builtIn === "admins"
                ? "Admins can read and modify everything."
                : "Also grants everything else that the group can access."}
            </Detail>
          </span>
          <ButtonLink
            size="small"
            href={`/settings/groups/${id}`}
            icon={<UserPlus aria-hidden />}
            prefetch={false}
          >
            Open group
          </ButtonLink>
        </>
      );
    }
  }
}

function Detail({ children }: { children: ReactNode }) {
  return <span className="block text-muted">{children}</span>;
}
