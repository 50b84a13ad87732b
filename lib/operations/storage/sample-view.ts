import { findSampleUrl } from "@/db/reads/samples";
import { fileLinkOf } from "@/lib/core/resources/file-link";
import type { SampleView } from "@/lib/core/resources/sample-document";
import { type SampleChoice, sampleKindOf } from "@/lib/core/resources/sample-kind";
import { pickCredentials } from "@/lib/core/storage/bucket-credentials";
import { readObjectUrl } from "@/lib/core/storage/object-url";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { now } from "@/lib/server/clock";
import { settings } from "@/lib/server/env";
import { signedObjectUrl } from "@/lib/server/storage/signed-url";
import { accessOfActor } from "../access/caller-access";
import type { ReporterOf } from "../resources/browse/reports";
import type { ResourceUser } from "../resources/writing";
import { listBucketAccess } from "./bucket-credentials";

/**
 * How a debug sample of a task or model shows that the actor may read: by a URL that is signed with their credentials now. Nothing
 * for any other.
 */
export async function findSampleView(
  actor: ResourceUser,
  { kind: reporter, id }: ReporterOf,
  choice: SampleChoice,
): Promise<SampleView | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf(reporter, "read", id)) return undefined;
  const reported = await findSampleUrl({ kind: reporter, workspaceId: actor.workspaceId, id }, choice);
  if (reported === undefined) return undefined;
  const kind = sampleKindOf(reported);
  const name = reported.split(/[?#]/)[0]?.split("/").at(-1) || reported;
  const { publicUrl } = settings();
  const own = fileLinkOf(reported, ownFilesOrigin());
  if (own?.isOwn) return { shows: "sample", kind, name, url: `${publicUrl}${own.href}` };
  const object = readObjectUrl(reported);
  if (!object) return undefined;
  const { bucket, host, key } = object;
  const found = pickCredentials(await listBucketAccess(actor), object);
  if (!found) {
    const href = `/settings/configuration?${new URLSearchParams({ bucket, host })}#cloud-access`;
    return { shows: "no_credentials", bucket, href };
  }
  const url = await signedObjectUrl(found, key, now());
  if (publicUrl.startsWith("https:") && url.startsWith("http:"))
    return { shows: "insecure", host: new URL(url).host };
  return { shows: "sample", kind, name, url };
}
