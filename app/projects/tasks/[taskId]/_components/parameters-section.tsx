import { Card } from "@/components/ui/card";
import { CodeView } from "@/components/ui/code-view";
import { CopyButton } from "@/components/ui/copy-button";
import { shownConfiguration, shownParameters } from "@/lib/core/resources/task-documents";
import type { TaskDetails } from "@/lib/operations/resources/browse/tasks";
import { PartHead } from "../../../_components/part-head";

export function ParametersSection({ task }: { task: Pick<TaskDetails, "hyperparams" | "configuration"> }) {
  const sections = shownParameters(task.hyperparams);
  const configuration = shownConfiguration(task.configuration);
  const count = sections.reduce((total, { parameters }) => total + parameters.length, 0);
  return (
    <>
      <Card asChild>
        <section aria-labelledby="hyperparameters">
          <PartHead id="hyperparameters" title="Hyperparameters" detail={count > 0 ? count : undefined} />
          {count === 0 ? (
            <p className="p-4 text-control text-muted">
              No hyperparameters. The SDK connects them with Task.connect, or from argparse.
            </p>
          ) : (
            sections.map(({ section, parameters }) => (
              <div key={section} className="px-4 py-3">
                <h3 className="mb-1 text-small font-medium text-muted">{section}</h3>
                <dl className="text-control">
                  {parameters.map(({ name, value }) => (
                    <div key={name} className="flex flex-wrap gap-x-3 py-0.5">
                      <dt className="w-48 max-w-full flex-none [overflow-wrap:anywhere]">{name}</dt>
                      <dd className="min-w-0 flex-1 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]">
                        {value}
                      </dd>
                    </div>
                  ))}
                </dl>
              </div>
            ))
          )}
        </section>
      </Card>
      {configuration.length > 0 ? (
        <Card asChild>
          <section aria-labelledby="configuration">
            <PartHead id="configuration" title="Configuration" />
            <div className="flex flex-col gap-3 p-4">
              {configuration.map(({ name, format, text }) => (
                <div key={name}>
                  <h3 className="mb-1.5 text-control font-medium">
                    {name}
                    {format ? <span className="font-normal text-muted">, {format}</span> : null}
                  </h3>
                  <CodeView
                    code={text}
                    label={`Configuration ${name}`}
                    action={<CopyButton iconOnly value={text} label={`Copy configuration ${name}`} />}
                  />
                </div>
              ))}
            </div>
          </section>
        </Card>
      ) : null}
    </>
  );
}
