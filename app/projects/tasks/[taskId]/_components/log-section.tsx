import { IconButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Download } from "@/components/ui/icons";
import type { LogLine, TaskReports } from "@/lib/operations/resources/browse/tasks";
import { PartHead } from "../../../_components/part-head";
import { FollowSwitch } from "./follow-switch";

/** Text that scrolls is reached by keyboard only when it takes the focus itself. A reversed column begins at its end. */
const reachable = { tabIndex: 0 };

const tones: Record<string, string> = {
  warning: "text-warn",
  warn: "text-warn",
  error: "text-danger",
  critical: "text-danger",
  fatal: "text-danger",
};

export function LogSection({
  path,
  isRunning,
  log: { lines, kept },
}: {
  /** Of the page of the task. */
  path: string;
  isRunning: boolean;
  log: TaskReports["log"];
}) {
  return (
    <Card asChild>
      <section aria-labelledby="log">
        <PartHead
          id="log"
          title="Log"
          detail={
            lines.length < kept
              ? `the last ${lines.length} of ${kept.toLocaleString("en")} lines`
              : lines.length > 0
                ? "times in UTC"
                : undefined
          }
          aside={
            <div className="flex items-center gap-2">
              {isRunning ? <FollowSwitch /> : null}
              {lines.length > 0 ? (
                <IconButtonLink
                  label="Download the log"
                  icon={<Download aria-hidden />}
                  href={`${path}/log.txt`}
                  target="_blank"
                />
              ) : null}
            </div>
          }
        />
        {lines.length === 0 ? (
          <p className="p-4 text-control text-muted">Nothing was written to the log yet.</p>
        ) : (
          <section
            {...reachable}
            aria-label="Lines of the log"
            className="flex max-h-105 flex-col-reverse overflow-auto bg-sunken p-4"
          >
            <ol className="font-mono text-code">
              {lines.map((line, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines are drawn once, and may be the same
                <Line key={at} line={line} />
              ))}
            </ol>
          </section>
        )}
      </section>
    </Card>
  );
}

function Line({ line: { atMs, level, text } }: { line: LogLine }) {
  const tone = tones[level.toLowerCase()];
  return (
    <li className={`flex gap-3 ${tone ?? ""}`}>
      <span className={tone ? undefined : "text-muted"}>{timeOf(atMs)}</span>
      <span className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {tone ? `${level.toUpperCase()}  ` : null}
        {text.replace(/\n$/, "")}
      </span>
    </li>
  );
}

function timeOf(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? "--:--:--" : at.toISOString().slice(11, 19);
}
