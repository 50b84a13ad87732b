import { cx } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { ArrowDown, ArrowUp } from "./icons";
import { BareLink } from "./link";
import { BareRowLink } from "./row-link";
import { TableFrame } from "./table-frame";

/** Spread, since cards under 700 px change `display`, and that takes a table's roles away in some browsers. */
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader", scope: "col" },
  cell: { role: "cell" },
} as const;

export type SortDirection = "ascending" | "descending";

export type Column<Row> = {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /**
   * `name` is the first column and heads the card; `actions` are on the right, and their label is visually hidden; what
   * is `short` stays on one line.
   */
  kind?: "name" | "actions" | "number" | "short";
  /** Where its head leads: this page, sorted by it. */
  sortHref?: string;
  sorted?: SortDirection;
  /** A Tailwind width, such as `w-40`. */
  width?: string;
};

export type TableProps<Row> = {
  /** Its name for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Marks a row as current. */
  isCurrent?: (row: Row) => boolean;
  /** What else its row does, such as taking what is dragged onto it. */
  rowProps?: (row: Row) => ComponentProps<"tr">;
  /** What stands below the columns, in their order: sums, and what they are of. Empty where there is none. */
  totals?: readonly ReactNode[];
  footer?: ReactNode;
  className?: string;
};

export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  isCurrent,
  rowProps,
  totals,
  footer,
  className,
}: TableProps<Row>) {
  const labels = columns.map(cardLabel);
  return (
    <TableFrame className={cx("table-frame", className)}>
      <table {...roles.table} aria-label={label} className="table">
        <thead {...roles.rowgroup}>
          <tr {...roles.row}>
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody {...roles.rowgroup}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              {...roles.row}
              {...rowProps?.(row)}
              aria-current={isCurrent?.(row) ? "true" : undefined}
            >
              {columns.map((column, at) => (
                <td key={column.key} {...roles.cell} data-label={labels[at]} data-kind={column.kind}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {totals ? (
          <tfoot {...roles.rowgroup}>
            <tr {...roles.row} className="table-totals">
              {columns.map(({ key, kind }, at) => (
                <td
                  key={key}
                  {...roles.cell}
                  data-label={totals[at] === "" ? undefined : labels[at]}
                  data-kind={kind}
                  data-empty={totals[at] === "" || undefined}
                >
                  {totals[at]}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
      {footer ? <div className="table-foot">{footer}</div> : null}
    </TableFrame>
  );
}

/** What stands before a value in a card. */
function cardLabel({ kind, label }: Pick<Column<never>, "kind" | "label">): string | undefined {
  return kind === "name" || kind === "actions" ? undefined : label;
}

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  return (
    <th {...roles.columnheader} data-kind={column.kind} aria-sort={column.sorted} className={column.width}>
      {column.kind === "actions" ? (
        <span className="sr-only">{column.label}</span>
      ) : column.sortHref ? (
        <BareLink href={column.sortHref} scroll={false} className="table-sort">
          {column.label}
          {column.sorted === "descending" ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />}
        </BareLink>
      ) : (
        column.label
      )}
    </th>
  );
}

export type NameCellProps = {
  name: ReactNode;
  detail?: ReactNode;
  /** An icon or an avatar before both lines. */
  icon?: ReactNode;
  href?: string;
  /** False where a table leads to many large pages. */
  prefetch?: boolean;
};

export function NameCell({ name, detail, icon, href, prefetch }: NameCellProps) {
  return (
    <div className="table-name">
      {icon}
      <div className="table-name-text">
        {href ? (
          <BareRowLink href={href} prefetch={prefetch} className="table-name-link">
            {name}
          </BareRowLink>
        ) : (
          name
        )}
        {detail ? <div className="table-name-detail">{detail}</div> : null}
      </div>
    </div>
  );
}
