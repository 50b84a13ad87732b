import { TabLinks } from "@/components/ui/tab-links";

const tabs = [
  { href: "/settings/access-rules", label: "Rules" },
  { href: "/settings/access-rules/guards", label: "Guards" },
] as const;

export function AccessTabs({ current }: { current: (typeof tabs)[number]["href"] }) {
  return (
    <TabLinks
      label="Access"
      tabs={tabs.map((tab) => ({ ...tab, current: tab.href === current }))}
      className="mb-3"
    />
  );
}
