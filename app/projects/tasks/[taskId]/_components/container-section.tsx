import { Card } from "@/components/ui/card";
import { EyeOff } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import { shownContainer } from "@/lib/core/resources/task-documents";
import type { TaskDetails } from "@/lib/operations/resources/browse/tasks";
import { PartHead } from "../../../_components/part-head";

export function ContainerSection({
  container,
  preferences: { hide_container_arguments: hides, hidden_container_arguments: names },
}: Pick<TaskDetails, "container"> & { preferences: EffectivePreferences }) {
  const { image, arguments: lines, hidden } = shownContainer(container, hides ? names : []);
  if (!image && lines.length === 0) return null;
  return (
    <Card asChild>
      <section aria-labelledby="container">
        <PartHead id="container" title="Container" />
        {image ? (
          <p className="flex gap-3 px-4 py-2.5 text-control">
            <span className="w-16 flex-none text-muted">Image</span>
            <code className="min-w-0 [overflow-wrap:anywhere]">{image}</code>
          </p>
        ) : null}
        {lines.length > 0 ? (
          <ul aria-label="Arguments" className="px-4 py-2.5">
            {lines.map(({ text, isHidden }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: arguments are drawn once, and may be the same
              <li key={at} className="flex min-h-6 items-center gap-2">
                <code className={`min-w-0 flex-1 [overflow-wrap:anywhere] ${isHidden ? "text-muted" : ""}`}>
                  {text}
                </code>
                {isHidden ? (
                  <>
                    <EyeOff aria-hidden className="size-icon-small text-faint" />
                    <span className="sr-only">The value is hidden.</span>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
        {hidden > 0 ? (
          <p className="flex items-center justify-between gap-3 bg-sunken px-4 py-2.5 text-small text-muted">
            {hidden === 1 ? "1 value is" : `${hidden} values are`} hidden by your preferences.
            <Link href="/settings/configuration#container-arguments">Change</Link>
          </p>
        ) : null}
      </section>
    </Card>
  );
}
