import { redirect } from "next/navigation";
import { noQuery, settingsPage } from "./_components/settings-page";

export default settingsPage("workspace.view", noQuery, () => redirect("/settings/workspace"));
