import { ruleHref } from "@/app/_components/access/question-href";
import { RowLink } from "@/components/ui/row-link";
import { ruleTargetName, ruleTypes } from "@/lib/core/access/rules/rule-names";
import type { ShortReason } from "@/lib/operations/access/short-reason";

/** One reason with a link to its rule, and how many more there are. */
export function ReasonCell({ reason, more }: { reason: ShortReason; more: number }) {
  return (
    <>
      {reason.kind === "built_in" ? (
        `Member of ${reason.group === "admins" ? "Admins" : "Queue admins"}`
      ) : (
        <>
          <RowLink href={ruleHref(reason.id)} prefetch={false}>
            {`Rule on ${targetOf(reason)}`}
          </RowLink>
          {reason.group ? ` through ${reason.group}` : ""}
        </>
      )}
      {more > 0 ? <span className="text-muted">{moreText(more)}</span> : null}
    </>
  );
}

function targetOf({ on }: Extract<ShortReason, { kind: "rule" }>): string {
  if ("allOf" in on) {
    const type = ruleTypes.find((each) => each === on.allOf);
    return type ? ruleTargetName(type, null).toLowerCase() : on.allOf;
  }
  return on.path ? `“${on.path}”` : "something inside";
}

function moreText(more: number): string {
  return more === 1 ? " and 1 more reason" : ` and ${more.toLocaleString("en")} more reasons`;
}
