import { accessPreviewRequest } from "@/lib/core/access/previews/request";
import { previewAccess } from "@/lib/operations/access/previews";
import { workspaceStream } from "@/lib/server/workspace-stream";

export const dynamic = "force-dynamic";

export const POST = workspaceStream("access_rules.manage", accessPreviewRequest, previewAccess);
