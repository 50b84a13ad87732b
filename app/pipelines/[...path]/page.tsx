import { clientLinkQuery, followClientLink } from "@/app/_components/client-link";
import { workspacePage } from "@/app/_components/frame/workspace-page";

export default workspacePage("resources.use", clientLinkQuery, followClientLink);
