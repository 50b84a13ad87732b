import type { Metadata } from "next";
import { explainHref, explainPath } from "@/app/_components/access/question-href";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { CircleQuestionMark } from "@/components/ui/icons";
import { PageHead } from "@/components/ui/page-head";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { type ExplainQuery, explainQuery } from "@/lib/core/access/questions/queries";
import { actionNames } from "@/lib/core/access/questions/sentences";
import { everyAction } from "@/lib/core/access/types";
import { type ExplainPage, explainAccess } from "@/lib/operations/access/explain";
import { AccessTabs } from "../_components/access-tabs";
import { OwnerPicker, ResourcePicker, SubjectPicker } from "../_components/question-pickers";
import { Answer } from "./_components/answer";

export const metadata: Metadata = { title: "Explain access" };

export default workspacePage("access_rules.manage", explainQuery, async ({ actor, query }) => {
  const { workspaceId } = actor;
  const { subject, owner, object, explanation } = await explainAccess(actor, query);
  const asked = { search: "", page: 1, ...query };
  const actions = everyAction.filter(
    (action) => action !== "manage" || object?.type === "queue" || query.can === "manage",
  );
  return (
    <>
      <PageHead
        title="Explain access"
        description="Find out why a user, a service account or a group can, or can’t, do something with a resource."
      />
      <AccessTabs current={explainPath} subject={query.subject} object={query.object} />
      <div className="mb-4 flex flex-col gap-3.5">
        <div className="flex flex-wrap gap-3.5">
          <SubjectPicker workspaceId={workspaceId} path={explainPath} query={asked} selected={subject} />
          {subject?.kind === "service_account" ? (
            <OwnerPicker workspaceId={workspaceId} path={explainPath} query={asked} selected={owner} />
          ) : null}
          <ResourcePicker workspaceId={workspaceId} path={explainPath} query={asked} selected={object} />
        </div>
        <SegmentedLinks
          label="Action"
          className="self-start"
          options={actions.map((action) => ({
            href: explainHref({ ...query, can: action }),
            label: actionNames[action],
            current: query.can === action,
          }))}
        />
      </div>
      {explanation ? (
        <Answer workspaceId={workspaceId} explanation={explanation} />
      ) : (
        <Card>
          <EmptyState icon={<CircleQuestionMark />} title={missingTitle(query, { subject, object })}>
            The answer names every rule and group that grants the access. If the access is refused, it lists
            what would grant it.
          </EmptyState>
        </Card>
      )}
    </>
  );
});

/** What is asked about and isn't there is told apart from what isn't asked yet. */
function missingTitle(
  query: ExplainQuery,
  { subject, object }: Pick<ExplainPage, "subject" | "object">,
): string {
  if (query.subject !== "" && !subject) return "This user, service account or group is not in the workspace";
  if (query.object !== "" && !object) return "This resource is not in the workspace";
  return subject ? "Choose a resource" : "Choose a user, service account or group";
}
