import { accessPreviewRequest } from "@/lib/core/access/previews/request";
import { previewAccess } from "@/lib/operations/access/previews";
import { workspaceStream } from "@/lib/server/workspace-stream";

export const dynamic = "force-dynamic";

export const POST = workspaceStream(
  "access_rules.manage",
  accessPreviewRequest,
  previewAccess,
  // A file has at most 3 MB, and its line breaks are longer in JSON.
  { mostBytes: 8 * 1024 * 1024 },
);
