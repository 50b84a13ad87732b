import type { ReactNode } from "react";
import { ruleHref, whatCanHref, whoCanHref } from "@/app/_components/access/question-href";
import { Card } from "@/components/ui/card";
import { CircleCheck, CircleX, ShieldCheck, UsersRound } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import {
  answerSentence,
  behalfSentence,
  creatorSentence,
  insteadSentence,
  powerSentence,
  ruleSentence,
} from "@/lib/core/access/questions/sentences";
import type { AskedOwner, AskedSubject, Explanation, ShownReason } from "@/lib/operations/access/explain";
import { ResourceIcon } from "../../../_components/access/resource-icon";
import { Suggestions } from "./suggestions";

/** Yes or no in a sentence, what it follows from, and what would change a no. */
export function Answer({ workspaceId, explanation }: { workspaceId: string; explanation: Explanation }) {
  const { subject, owner, object, projects, action, allowed, explained, isCreator, reasons, suggestions } =
    explanation;
  const whose = owner ?? subject;
  const hidden = explanation.reasonCount - reasons.length;
  return (
    <Card>
      <Section
        leading={
          allowed ? (
            <CircleCheck aria-hidden className="mt-0.5 text-ok" />
          ) : (
            <CircleX aria-hidden className="mt-0.5 text-danger" />
          )
        }
        title={answerSentence(subject, owner?.name ?? null, action, allowed, object)}
        description={
          <>
            {allowed ? null : insteadSentence(explained)} {!allowed && isCreator ? creatorSentence : null}{" "}
            {owner ? behalfSentence(subject.name, powerOf(owner), owner.mayBeActedFor) : null}
          </>
        }
      >
        <p className="flex flex-wrap items-center gap-x-1.5 text-control text-muted">
          {[...projects.map((each) => ({ ...each, href: `/projects/${each.id}` })), object].map((place) => (
            <span key={place.id} className="inline-flex items-center gap-1.5 [overflow-wrap:anywhere]">
              {place.id === projects[0]?.id || projects.length === 0 ? null : (
                <span aria-hidden className="text-faint">
                  /
                </span>
              )}
              <ResourceIcon type={place.type} />
              {"href" in place ? <Link href={String(place.href)}>{place.name}</Link> : place.name}
            </span>
          ))}
        </p>
      </Section>
      {reasons.length > 0 ? (
        <Section title={allowed ? "Why" : "What is granted instead"}>
          <ul className="flex flex-col gap-2.5 text-control">
            {reasons.map((reason) => (
              <Reason key={keyOf(reason)} reason={reason} whose={whose} />
            ))}
          </ul>
          {hidden > 0 ? (
            <p className="mt-2.5 text-control text-muted">
              {hidden === 1 ? "1 more rule grants" : `${hidden.toLocaleString("en")} more rules grant`} the
              same.
            </p>
          ) : null}
        </Section>
      ) : null}
      {allowed ? null : (
        <Suggestions workspaceId={workspaceId} subject={whose} action={action} suggestions={suggestions} />
      )}
      <p className="flex flex-wrap gap-x-4 gap-y-1 bg-sunken px-4 py-2.5 text-control">
        <Link href={whoCanHref({ object: object.id })}>Who can access “{object.name}”</Link>
        <Link href={whatCanHref({ subject: subject.id })}>What {subject.name} can access</Link>
      </p>
    </Card>
  );
}

function powerOf({ name, groups }: AskedOwner) {
  return { name, isAdmin: groups.some(({ builtIn }) => builtIn === "admins" || builtIn === "queue_admins") };
}

function Reason({ reason, whose }: { reason: ShownReason; whose: AskedSubject }) {
  if (reason.kind === "built_in") {
    const isOwner = whose.kind !== "group" && whose.isOwner;
    return <Item icon={<UsersRound aria-hidden />}>{powerSentence(reason.group, isOwner)}</Item>;
  }
  return (
    <Item icon={<ShieldCheck aria-hidden />}>
      {ruleSentence(
        reason,
        reason.groups.map(({ name }) => name),
        reason.isDirect,
        whose.kind === "service_account" ? "this service account" : "this user",
      )}{" "}
      <Link href={ruleHref(reason.id)} prefetch={false}>
        Show rule
      </Link>
    </Item>
  );
}

function Item({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5">
      <span className="mt-0.5 text-muted">{icon}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}

function keyOf(reason: ShownReason): string {
  return reason.kind === "rule" ? reason.id : reason.group;
}
