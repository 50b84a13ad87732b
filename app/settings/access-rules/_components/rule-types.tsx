import { listHref } from "@/app/_components/list/list-href";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { RuleQuery } from "@/lib/core/access/rules/forms";
import { type RuleType, ruleTypeNames, ruleTypes } from "@/lib/core/access/rules/rule-names";

/** The view of the table: all rules, or those about one type. Types without rules are left out. */
export function RuleTypes({
  path,
  query,
  counts,
}: {
  path: string;
  query: RuleQuery;
  counts: ReadonlyMap<RuleType, number>;
}) {
  const shown = ruleTypes.filter((type) => counts.has(type) || type === query.type);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const option = (type: RuleQuery["type"], label: string, count: number) => ({
    href: listHref(path, { ...query, type, page: 1 }),
    label,
    count,
    current: query.type === type,
  });
  return (
    <SegmentedLinks
      label="View by type"
      className="mb-3"
      options={[
        option("all", "All", total),
        ...shown.map((type) => {
          const { many } = ruleTypeNames[type];
          return option(type, `${many.slice(0, 1).toUpperCase()}${many.slice(1)}`, counts.get(type) ?? 0);
        }),
      ]}
    />
  );
}
