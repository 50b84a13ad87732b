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
  /** `name` is the first column and heads the card; `actions` are on the right, and their label is visually hidden. */
  kind?: "name" | "actions" | "number";
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
              {...roles.row}
              {...rowProps?.(row)}
              key={rowKey(row)}
              aria-current={isCurrent?.(row) ? "true" : undefined}
            >
              {columns.map((column) => (
                <td
                  {...roles.cell}
                  key={column.key}
                  data-label={column.kind === "name" || column.kind === "actions" ? undefined : column.label}
                  data-kind={column.kind}
                >
                  <div className="table-value">{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {totals ? (
          <tfoot {...roles.rowgroup}>
            <tr {...roles.row} className="table-totals">
              {columns.map(({ key, label: name, kind }, at) => (
                <td
                  {...roles.cell}
                  key={key}
                  data-label={kind === "name" || totals[at] === "" ? undefined : name}
                  data-kind={kind}
                  data-empty={totals[at] === "" || undefined}
                >
                  <div className="table-value">{totals[at]}</div>
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
      <div className="min-w-0">
        <div className="table-name-line">
          {href ? (
            <BareRowLink href={href} prefetch={prefetch} className="table-name-link">
              {name}
            </BareRowLink>
          ) : (
            name
          )}
        </div>
        {detail ? <div className="table-name-detail">{detail}</div> : null}
      </div>
    </div>
  );
}
