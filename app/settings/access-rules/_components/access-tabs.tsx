import {
  explainHref,
  explainPath,
  rulesPath,
  whatCanHref,
  whatCanPath,
  whoCanHref,
  whoCanPath,
} from "@/app/_components/access/question-href";
import { TabLinks } from "@/components/ui/tab-links";

/** The rules, the guards and the questions about them; what one question was about goes along to the next. */
export function AccessTabs({
  current,
  subject = "",
  object = "",
}: {
  /** The path of the page. */
  current: string;
  subject?: string;
  object?: string;
}) {
  const guardsPath = `${rulesPath}/guards`;
  const asCodePath = `${rulesPath}/as-code`;
  const tabs = [
    { path: rulesPath, href: rulesPath, label: "Rules" },
    { path: guardsPath, href: guardsPath, label: "Guards" },
    { path: explainPath, href: explainHref({ subject, object }), label: "Explain" },
    { path: whoCanPath, href: whoCanHref({ object }), label: "Who can" },
    { path: whatCanPath, href: whatCanHref({ subject }), label: "What can" },
    { path: asCodePath, href: asCodePath, label: "As code" },
  ];
  return (
    <TabLinks
      label="Access pages"
      className="mb-3"
      tabs={tabs.map(({ path, href, label }) => ({ href, label, current: path === current }))}
    />
  );
}
