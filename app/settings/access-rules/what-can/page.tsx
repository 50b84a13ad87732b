import type { Metadata } from "next";
import { whatCanHref, whatCanPath } from "@/app/_components/access/question-href";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { ListPage } from "@/app/_components/list/list-page";
import { ShieldQuestionMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { objectActions, type WhatCanQuery, whatCanQuery } from "@/lib/core/access/questions/queries";
import { actionNames, everythingSentence } from "@/lib/core/access/questions/sentences";
import { ruleTypeNames, ruleTypes } from "@/lib/core/access/rules/rule-names";
import { listWhatCan, type WhatCanPage } from "@/lib/operations/access/what-can";
import { AccessTabs } from "../_components/access-tabs";
import { SubjectPicker } from "../_components/question-pickers";
import { WhatCanTable } from "./_components/what-can-table";

export const metadata: Metadata = { title: "What a member can access" };

export default workspacePage("access_rules.manage", whatCanQuery, async ({ actor, query }) => {
  const found = await listWhatCan(actor, query);
  const { subject, page, type, wholeTypes } = found;
  const names = ruleTypeNames[type].many;
  const isWhole = subject !== null && wholeTypes.has(type);
  return (
    <ListPage
      title="What a member can access"
      description="Every resource that a user, a service account or each member of a group can access."
      path={whatCanPath}
      query={query}
      page={page}
      noun={names}
      icon={<ShieldQuestionMark />}
      searchLabel="Name, path or ID"
      tabs={
        <>
          <AccessTabs current={whatCanPath} subject={query.subject} />
          <div className="mb-3.5 flex">
            <SubjectPicker
              workspaceId={actor.workspaceId}
              path={whatCanPath}
              query={{ ...query, about: "" }}
              selected={subject}
            />
          </div>
          {subject ? <Types query={query} found={found} /> : null}
          {isWhole ? <Notice className="mb-3">{everythingSentence(subject, query.can, type)}</Notice> : null}
        </>
      }
      filters={subject ? <Actions query={query} isQueue={type === "queue"} /> : null}
      nothingFits={{ title: `No ${names} found`, text: `No ${names} match your search.` }}
      nothingYet={{
        title: titleOfNone(query, subject, names),
        text: subject
          ? "Try another type or another action. Add an access rule to grant access."
          : "The list counts the resources of each type and names the rule or group that grants access to each.",
      }}
    >
      <WhatCanTable rows={page.rows} type={type} subject={subject} can={query.can} />
    </ListPage>
  );
});

function titleOfNone(query: WhatCanQuery, subject: WhatCanPage["subject"], names: string): string {
  if (subject) return `No ${names}`;
  return query.subject === ""
    ? "Choose a user, service account or group"
    : "This user, service account or group is not in the workspace";
}

function Types({ query, found: { type, counts } }: { query: WhatCanQuery; found: WhatCanPage }) {
  const shown = ruleTypes.filter((each) => each !== "app_category" || counts.get(each) || each === type);
  return (
    <SegmentedLinks
      label="Type"
      className="mb-3"
      options={shown.map((each) => {
        const { many } = ruleTypeNames[each];
        return {
          href: whatCanHref({ ...query, about: each, search: "", page: 1 }),
          label: `${many.slice(0, 1).toUpperCase()}${many.slice(1)}`,
          count: counts.get(each) ?? 0,
          current: each === type,
        };
      })}
    />
  );
}

function Actions({ query, isQueue }: { query: WhatCanQuery; isQueue: boolean }) {
  const shown = objectActions.filter((action) => action !== "manage" || isQueue || query.can === action);
  return (
    <SegmentedLinks
      label="Action"
      options={shown.map((can) => ({
        href: whatCanHref({ ...query, can, page: 1 }),
        label: actionNames[can],
        current: query.can === can,
      }))}
    />
  );
}
