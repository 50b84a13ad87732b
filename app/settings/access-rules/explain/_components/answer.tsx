import { whatCanHref, whoCanHref } from "@/app/_components/access/question-href";
import { Card } from "@/components/ui/card";
import { CircleCheck, CircleX } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { reachSentence } from "@/lib/core/access/questions/path-sentences";
import {
  answerSentence,
  behalfSentence,
  creatorSentence,
  insteadSentence,
} from "@/lib/core/access/questions/sentences";
import type { AskedOwner, Explanation } from "@/lib/operations/access/explain";
import { AccessPath } from "./access-path";
import { Suggestions } from "./suggestions";

/** Yes or no in a sentence, the path that it follows from, and what would change a no. */
export function Answer({ workspaceId, explanation }: { workspaceId: string; explanation: Explanation }) {
  const { subject, owner, object, action, allowed, explained, isCreator, suggestions } = explanation;
  const { giving, reaching, powers } = explanation;
  const whose = owner ?? subject;
  const Icon = allowed ? CircleCheck : CircleX;
  return (
    <Card>
      <div className="p-4">
        <div
          className={`flex items-start gap-3 rounded-block p-3 ${allowed ? "bg-ok-wash text-ok" : "bg-danger-wash text-danger"}`}
        >
          <Icon aria-hidden className="mt-0.5" />
          <div className="min-w-0 [overflow-wrap:anywhere]">
            <h2 className="text-section">
              {answerSentence(subject, owner?.name ?? null, action, allowed, object)}
            </h2>
            <p className="text-control">
              {reachSentence({ allowed, giving, reaching, powers: powers.length, type: object.type })}{" "}
              {allowed || explained === null ? null : insteadSentence(explained)}{" "}
              {!allowed && isCreator ? creatorSentence : null}{" "}
              {owner ? behalfSentence(subject.name, powerOf(owner), owner.mayBeActedFor) : null}
            </p>
          </div>
        </div>
      </div>
      <Section
        title={allowed ? "Why" : "Why not"}
        description="From the resource up to the top, with the rules that reach it from there."
      >
        <AccessPath workspaceId={workspaceId} explanation={explanation} whose={whose} />
      </Section>
      {allowed ? null : <Suggestions action={action} suggestions={suggestions} />}
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
