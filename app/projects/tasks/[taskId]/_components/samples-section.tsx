import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import type { TaskReports } from "@/lib/operations/resources/browse/tasks";
import { PartHead } from "../../../_components/part-head";
import { BlockedSamples, SampleGrid } from "./sample-grid";

export function SamplesSection({
  taskId,
  samples: { shown, total },
  preferences: { block_scripts: blocked, forced },
}: {
  taskId: string;
  samples: TaskReports["samples"];
  preferences: EffectivePreferences;
}) {
  if (total === 0) return null;
  const isPart = !blocked && shown.length < total;
  return (
    <Card asChild>
      <section aria-labelledby="samples">
        <PartHead
          id="samples"
          title="Debug samples"
          detail={isPart ? `the latest ${shown.length}` : undefined}
          aside={
            isPart ? (
              <Link href={`/projects/tasks/${taskId}/samples`} className="text-control">
                All {total.toLocaleString("en")}
              </Link>
            ) : undefined
          }
        />
        {blocked ? (
          <BlockedSamples total={total} byOperator={forced.includes("block_scripts")} />
        ) : (
          <SampleGrid taskId={taskId} samples={shown} />
        )}
      </section>
    </Card>
  );
}
