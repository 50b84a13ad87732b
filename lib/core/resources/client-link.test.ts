import { expect, test } from "vitest";
import { pathOf, readClientLink } from "./client-link";

const project = "a".repeat(32);
const id = "b".repeat(32);

test.each([
  [`/projects/${project}/experiments/${id}/output/log`, `/projects/tasks/${id}#log`],
  [`/projects/*/experiments/${id}/output/log`, `/projects/tasks/${id}#log`],
  [`/projects/${project}/tasks/${id}/output/log`, `/projects/tasks/${id}#log`],
  [`/projects/${project}/tasks/${id}/info-output/metrics/scalar`, `/projects/tasks/${id}#scalars`],
  [`/projects/${project}/tasks/${id}/artifacts/other`, `/projects/tasks/${id}#artifacts`],
  [`/projects/${project}/tasks/${id}`, `/projects/tasks/${id}`],
  [`/projects/${project}/tasks/${id}/unheard/of`, `/projects/tasks/${id}`],
  [`/projects/${project}/models/${id}/general`, `/projects/models/${id}`],
  [`/projects/${project}/experiments`, `/projects/${project}`],
  [`/pipelines/${project}/experiments/${id}`, `/projects/tasks/${id}`],
  [`/datasets/simple/${project}/experiments/${id}`, `/projects/tasks/${id}`],
  [`/datasets/simple/*/experiments/${id}`, `/projects/tasks/${id}`],
  [`/datasets/simple/${project}`, `/projects/${project}`],
  ["/workers-and-queues", "/projects/queues"],
  ["/workers-and-queues/queues", "/projects/queues"],
  ["/workers-and-queues/workers", "/projects/workers"],
])("%s is shown at %s", (path, shown) => {
  const place = readClientLink(path);
  expect(place && pathOf(place)).toBe(shown);
});

test("the URL of a queue names it in its query", () => {
  const queueOf = (queueId: string) => {
    const place = readClientLink("/workers-and-queues/queues", queueId);
    return place && pathOf(place);
  };
  expect(queueOf(id)).toBe(`/projects/queues/${id}`);
  expect(queueOf("../settings")).toBe("/projects/queues");
});

test.each([
  `/projects/${project}/experiments/not-an-id`,
  `/projects/${project}/tasks/${id.toUpperCase()}`,
  `/projects/${project}/elsewhere/${id}`,
  "/projects/*",
  "/projects/*/tasks",
  "/datasets",
  "/datasets/simple",
  "/workers-and-queues/elsewhere",
])("%s names nothing", (path) => {
  expect(readClientLink(path)).toBeUndefined();
});
