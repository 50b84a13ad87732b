import type { ReactNode } from "react";
import { IconButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Box, Download, FileBox } from "@/components/ui/icons";
import { BareLink } from "@/components/ui/link";
import { fileLinkOf } from "@/lib/core/resources/file-link";
import { byteText } from "@/lib/core/resources/number-text";
import { shownArtifacts } from "@/lib/core/resources/task-documents";
import type { TaskDetails } from "@/lib/operations/resources/browse/tasks";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { PartHead } from "../../../_components/part-head";

export function ArtifactsSection({
  task,
}: {
  task: Pick<TaskDetails, "artifacts" | "models" | "inputModels">;
}) {
  const artifacts = shownArtifacts(task.artifacts);
  const models = [
    ...task.models.map((model) => ({ ...model, kind: "model" })),
    ...task.inputModels.map((model) => ({ ...model, kind: "input model" })),
  ];
  const count = artifacts.length + models.length;
  const bytes = artifacts.reduce((total, each) => total + (each.bytes ?? 0), 0);
  return (
    <Card asChild>
      <section aria-labelledby="artifacts">
        <PartHead
          id="artifacts"
          title="Artifacts"
          detail={count === 0 ? undefined : `${count}${bytes > 0 ? `, ${byteText(bytes)}` : ""}`}
        />
        {count === 0 ? (
          <p className="p-4 text-control text-muted">
            No artifacts yet. The SDK adds one with Task.upload_artifact.
          </p>
        ) : (
          <ul className="divide-y divide-border">
            {models.map((model) => (
              <Item
                key={`${model.kind} ${model.id}`}
                icon={<Box aria-hidden />}
                name={
                  <BareLink href={`/projects/models/${model.id}`} className="table-name-link">
                    {model.name}
                  </BareLink>
                }
                detail={model.ready ? `${model.kind}, published` : model.kind}
              />
            ))}
            {artifacts.map(({ key, kind, uri, bytes: size }) => {
              const link = fileLinkOf(uri, ownFilesOrigin());
              return (
                <Item
                  key={key}
                  icon={<FileBox aria-hidden />}
                  name={key}
                  detail={kind}
                  size={size}
                  action={
                    link ? (
                      <IconButtonLink
                        href={link.isOwn ? `${link.href}?download` : link.href}
                        label={`Download ${key}`}
                        icon={<Download aria-hidden />}
                        target="_blank"
                      />
                    ) : uri ? (
                      <CopyButton iconOnly value={uri} label={`Copy the address of ${key}`} />
                    ) : null
                  }
                />
              );
            })}
          </ul>
        )}
      </section>
    </Card>
  );
}

function Item({
  icon,
  name,
  detail,
  size,
  action,
}: {
  icon: ReactNode;
  name: ReactNode;
  detail: string;
  size?: number | undefined;
  action?: ReactNode;
}) {
  return (
    <li className="flex min-h-12 items-center gap-2.5 px-4 py-1.5 text-control">
      <span className="text-muted">{icon}</span>
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className="block font-name">{name}</span>
        <span className="block text-small text-muted">{detail}</span>
      </span>
      {size === undefined ? null : (
        <span className="text-small tabular-nums whitespace-nowrap text-muted">{byteText(size)}</span>
      )}
      {action}
    </li>
  );
}
