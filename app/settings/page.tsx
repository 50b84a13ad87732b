import { redirect } from "next/navigation";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";

export default workspacePage("workspace.view", noQuery, () => redirect("/settings/workspace"));
