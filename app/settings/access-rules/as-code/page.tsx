import type { Metadata } from "next";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { Card } from "@/components/ui/card";
import { PageHead } from "@/components/ui/page-head";
import { AccessTabs } from "../_components/access-tabs";
import { ConfigurationDownload } from "./_components/configuration-download";
import { ConfigurationFile } from "./_components/configuration-file";

export const metadata: Metadata = { title: "Access configuration as code" };

export default workspacePage("access_configuration.manage", noQuery, async ({ actor: { workspaceId } }) => (
  <>
    <PageHead
      title="Access rules"
      description="User groups, access rules, guards and administrator vaults as one YAML file, to keep in a repository or to copy to another workspace."
    />
    <AccessTabs current="/settings/access-rules/as-code" />
    <Card>
      <ConfigurationDownload workspaceId={workspaceId} />
      <ConfigurationFile workspaceId={workspaceId} />
    </Card>
  </>
));
