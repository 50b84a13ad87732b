import type { Metadata } from "next";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { PageHead } from "@/components/ui/page-head";
import { countedPages, telemetryOf } from "@/lib/core/account/telemetry";
import { settings } from "@/lib/server/env";
import { productVersion } from "@/lib/server/version";
import { PreferencesCard } from "./_components/preferences-card";
import { savePreferencesFormAction } from "./actions";

export const metadata: Metadata = { title: "Configuration" };

export default workspacePage("preferences.edit", noQuery, ({ actor, preferences }) => {
  const { telemetryUrl } = settings();
  const example = telemetryOf(productVersion, new Map(countedPages.map((page, at) => [page, at + 1])));
  return (
    <>
      <PageHead
        title="Configuration"
        description="How Steward behaves for you, in all your workspaces. Changes are saved immediately."
      />
      <PreferencesCard
        workspaceId={actor.workspaceId}
        preferences={preferences}
        telemetry={{
          host: telemetryUrl ? new URL(telemetryUrl).host : null,
          example: JSON.stringify(example, null, 2),
        }}
        formAction={savePreferencesFormAction.bind(null, actor.workspaceId)}
      />
    </>
  );
});
