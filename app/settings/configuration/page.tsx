import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { countedPages, telemetryOf } from "@/lib/core/account/telemetry";
import { configurationQuery } from "@/lib/core/storage/bucket-credentials";
import { grant } from "@/lib/core/workspace/actor";
import { listOwnBucketCredentials } from "@/lib/operations/storage/bucket-credentials";
import { listOwnCleanupCredentials } from "@/lib/operations/storage/cleanup-credentials";
import { settings } from "@/lib/server/env";
import { productVersion } from "@/lib/server/version";
import { CleanupCredentials } from "./_components/cleanup-credentials";
import { CloudAccess } from "./_components/cloud-access";
import { PreferencesCard } from "./_components/preferences-card";
import { savePreferencesFormAction } from "./actions";

export const metadata: Metadata = { title: "Configuration" };

export default workspacePage(
  "preferences.edit",
  configurationQuery,
  async ({ actor, preferences, query }) => {
    const { telemetryUrl, publicUrl, storageCredentialsChain } = settings();
    const manager = grant(actor, "storage.manage_own");
    const storage = manager
      ? await Promise.all([listOwnBucketCredentials(manager), listOwnCleanupCredentials(manager)])
      : undefined;
    const example = telemetryOf(productVersion, new Map(countedPages.map((page, at) => [page, at + 1])));
    return (
      <>
        <PageHead
          title="Configuration"
          description="How Steward behaves for you in all your workspaces, and which storage your browser can read in this one."
        />
        <div className="flex flex-col gap-3">
          <PreferencesCard
            workspaceId={actor.workspaceId}
            preferences={preferences}
            telemetry={{
              host: telemetryUrl ? new URL(telemetryUrl).host : null,
              example: JSON.stringify(example, null, 2),
            }}
            formAction={savePreferencesFormAction.bind(null, actor.workspaceId)}
          />
          {storage ? (
            <>
              <CloudAccess
                workspaceId={actor.workspaceId}
                rows={storage[0]}
                wanted={query}
                isSecurePage={publicUrl.startsWith("https:")}
              />
              <CleanupCredentials
                workspace={{ id: actor.workspaceId, name: actor.workspaceName }}
                rows={storage[1]}
                managesWorkspace={grant(actor, "storage.manage_all") !== undefined}
                permitsChain={storageCredentialsChain}
              />
            </>
          ) : null}
        </div>
      </>
    );
  },
);
