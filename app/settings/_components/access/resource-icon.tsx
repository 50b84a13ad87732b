import type { Icon as IconType } from "@/components/ui/icon";
import { AppWindow, Box, Database, FlaskConical, Folder, ListOrdered, Table2 } from "@/components/ui/icons";
import type { RuleType } from "@/lib/core/access/rules/rule-names";

const icons: Record<RuleType, IconType> = {
  project: Folder,
  task: FlaskConical,
  model: Box,
  dataview: Table2,
  dataset: Database,
  queue: ListOrdered,
  app_category: AppWindow,
};

export function ResourceIcon({ type }: { type: RuleType }) {
  const Icon = icons[type];
  return <Icon aria-hidden />;
}
