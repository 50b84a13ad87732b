import { Card } from "@/components/ui/card";
import { IdBadge } from "@/components/ui/id-badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { byteText } from "@/lib/core/resources/number-text";
import type { ShownDataset } from "@/lib/operations/resources/browse/datasets";
import { DefinitionList } from "../../../_components/definition-list";
import { Owner } from "../../../_components/owner";
import { PartHead } from "../../../_components/part-head";
import { VersionStatusBadge } from "./version-status-badge";

type VersionSectionProps = {
  version: NonNullable<ShownDataset["chosen"]>;
  isOfTask: boolean;
  now: number;
};

/** One version, with what the SDK told of it. */
export function VersionSection({ version, isOfTask, now }: VersionSectionProps) {
  const { files, links, bytes, compressedBytes, changes, parents } = version;
  const count = (value: number | null) => value?.toLocaleString("en");
  return (
    <Card asChild>
      <section aria-labelledby="version">
        <PartHead
          id="version"
          title={`Version ${version.version ?? version.name}`}
          aside={<IdBadge value={version.id} label="ID of the version" />}
        />
        <DefinitionList
          items={[
            { label: "Status", value: <VersionStatusBadge status={version.status} /> },
            {
              label: "Task",
              value: isOfTask && <Link href={`/projects/tasks/${version.id}`}>{version.name}</Link>,
            },
            {
              label: parents.length === 1 ? "Parent" : "Parents",
              value: parents.length > 0 && (
                <ul>
                  {parents.map(({ id, name, version: number, mayRead }) => (
                    <li key={id}>
                      {mayRead ? (
                        <Link href={`/projects/tasks/${id}`}>{parentName(name, number)}</Link>
                      ) : (
                        parentName(name, number)
                      )}
                    </li>
                  ))}
                </ul>
              ),
            },
            { label: "Files", value: count(files) },
            { label: "Links", value: links ? count(links) : undefined },
            { label: "Size", value: bytes === null ? undefined : byteText(bytes) },
            { label: "Compressed", value: compressedBytes === null ? undefined : byteText(compressedBytes) },
            {
              label: "Changes",
              value:
                changes &&
                `${count(changes.added)} added, ${count(changes.modified)} modified, ${count(changes.removed)} removed`,
            },
            { label: "Owner", value: <Owner id={version.ownerId} name={version.ownerName} /> },
            { label: "Created", value: <RelativeTime at={version.createdAt} now={now} /> },
            { label: "Updated", value: <RelativeTime at={version.updatedAt} now={now} /> },
          ]}
        />
      </section>
    </Card>
  );
}

function parentName(name: string, version: string | null): string {
  return version ? `${name} ${version}` : name;
}
