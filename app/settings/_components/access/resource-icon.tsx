import {
  AppWindow,
  Box,
  Database,
  FlaskConical,
  Folder,
  ListOrdered,
  type LucideIcon,
  Table2,
} from "lucide-react";
import type { RuleType } from "@/lib/core/access/rules/forms";

const icons: Record<RuleType, LucideIcon> = {
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
