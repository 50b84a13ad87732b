import { cx } from "class-variance-authority";
import type { ReactNode } from "react";
import { ruleHref } from "@/app/_components/access/question-href";
import { UsersRound } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { heldSentence, stepSentence } from "@/lib/core/access/questions/path-sentences";
import { powerSentence } from "@/lib/core/access/questions/sentences";
import { ruleTargetName } from "@/lib/core/access/rules/rule-names";
import type { AskedSubject, Explanation, ShownStep } from "@/lib/operations/access/explain";
import { ResourceIcon } from "../../../_components/access/resource-icon";
import { AddRuleButton, RaiseButton } from "./suggestions";

/** Each place from the resource up to the top with the rules that hold there, and what would grant what is refused. */
export function AccessPath({
  workspaceId,
  explanation: { object, path, powers, suggestions },
  whose,
}: {
  workspaceId: string;
  explanation: Explanation;
  whose: AskedSubject;
}) {
  const actionsAt = ({ kind, place, rules }: ShownStep) =>
    suggestions.flatMap((suggestion) => {
      if (suggestion.kind === "rule" && kind === "object" && suggestion.target.id === place.id) {
        return <AddRuleButton key="add" workspaceId={workspaceId} subject={whose} suggestion={suggestion} />;
      }
      if (suggestion.kind === "raise" && rules.some(({ id }) => id === suggestion.id)) {
        return <RaiseButton key={suggestion.id} workspaceId={workspaceId} suggestion={suggestion} />;
      }
      return [];
    });
  return (
    <ol className="text-control">
      {powers.map((group) => (
        <Step
          key={group}
          gives
          icon={<UsersRound aria-hidden />}
          name={group === "admins" ? "Admins" : "Queue admins"}
        >
          {powerSentence(group, whose.kind !== "group" && whose.isOwner)}
        </Step>
      ))}
      {path.map((step) => (
        <Step
          key={`${step.kind} ${step.place.id}`}
          gives={step.gives}
          icon={<ResourceIcon type={step.place.type} />}
          name={<PlaceName step={step} isAsked={step.place.id === object.id} />}
          actions={actionsAt(step)}
        >
          <Rules step={step} isAsked={step.place.id === object.id} whose={whose} />
        </Step>
      ))}
    </ol>
  );
}

function Step({
  gives,
  icon,
  name,
  actions = [],
  children,
}: {
  gives: boolean;
  icon: ReactNode;
  name: ReactNode;
  actions?: readonly ReactNode[];
  children: ReactNode;
}) {
  return (
    <li className="group relative flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 pb-4 ps-7 last:pb-0">
      <span
        aria-hidden
        className="absolute start-1.5 top-2 -bottom-2 w-px bg-border-strong group-last:hidden"
      />
      <span
        aria-hidden
        className={cx(
          "absolute start-0.5 top-1 size-2.5 rounded-full border",
          gives ? "border-ok bg-ok" : "border-border-field bg-surface",
        )}
      />
      <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
        <p className="flex items-start gap-2 font-name">
          <span className="mt-0.5 text-muted">{icon}</span>
          <span>
            {name}
            {gives ? <span className="sr-only">, grants it</span> : null}
          </span>
        </p>
        <div className="text-muted">{children}</div>
      </div>
      {actions.length > 0 ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </li>
  );
}

function PlaceName({ step: { kind, place }, isAsked }: { step: ShownStep; isAsked: boolean }) {
  if (kind === "whole_type") return ruleTargetName(place.type, null);
  if (isAsked || place.type !== "project") return kind === "inside" ? `In it: ${place.name}` : place.name;
  return <Link href={`/projects/${place.id}`}>{place.name}</Link>;
}

function Rules({
  step: { place, rules, hidden, others },
  isAsked,
  whose,
}: {
  step: ShownStep;
  isAsked: boolean;
  whose: AskedSubject;
}) {
  if (rules.length === 0) return stepSentence({ type: place.type, isAsked, others });
  return (
    <ul>
      {rules.map((rule) => (
        <li key={rule.id}>
          {heldSentence(rule, whose)}{" "}
          <Link href={ruleHref(rule.id)} prefetch={false} className="whitespace-nowrap">
            Show rule
          </Link>
        </li>
      ))}
      {hidden > 0 ? (
        <li>
          {hidden === 1 ? "1 more rule" : `${hidden.toLocaleString("en")} more rules`} for {whose.name}
        </li>
      ) : null}
    </ul>
  );
}
