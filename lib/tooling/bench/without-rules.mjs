import { load, processorTime, requestsOf } from "./beside-bare.mjs";
import { median } from "./steward.mjs";

const rounds = 5;
export const secret = "resources";
export const keys = { member: `BENCH${"0".repeat(25)}`, admin: `BENCH${"1".repeat(25)}` };
export const headersOf = (key) => ({
  authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`,
});

export const listed = { page_size: 10, page: 0, order_by: ["-last_update"], search_hidden: false };

const browsed = (more = {}) => ({
  ...{
    kind: "tasks",
    search: "",
    status: "all",
    type: "all",
    tag: "",
    owner: "",
    scalar: "",
    archived: false,
    order: "-updated",
  },
  ...more,
});

/** The statements of the Projects pages and of the wire's lists, by the rules and without them. */
export async function reportReads(server, { engine, workspaceId, userId }) {
  const place = { workspaceId, projectId: null, hidden: false, examples: true };
  const types = {
    ...{ projects: "project", tasks: "task", models: "model" },
    ...{ datasets: "dataset", dataviews: "dataview" },
  };
  const scopes = Object.fromEntries(
    Object.entries(types).map(([kind, type]) => [kind, engine.scope(userId, "read", type)]),
  );
  const whole = { whole: true };
  const all = Object.fromEntries(Object.keys(types).map((kind) => [kind, whole]));
  const list = (query, page) => [
    () => server.readBrowsedList(place, scopes, query, { limit: 10, offset: (page - 1) * 10 }),
    () => server.readBrowsedList(place, all, query, { limit: 10, offset: (page - 1) * 10 }),
  ];
  const columns = server.taskColumnsFor([]);
  const wireList = (more) => {
    const { value: request } = server.readListRequest({ ...listed, ...more }, server.taskListSpec);
    const listTasks = (scope) =>
      server.listTasks(workspaceId, scope, request, columns, { withLastScalars: true }, server.db());
    return [() => listTasks(scopes.tasks), () => listTasks(whole)];
  };
  const visible = engine.scope(userId, "visible", "project");
  const reads = {
    "Projects list, first page": list(browsed(), 1),
    "Projects list, hundredth page": list(browsed(), 100),
    "Projects list, searched": list(browsed({ search: "777" }), 1),
    "Projects tree": [
      () => server.readProjectTree(place, "", { visible, tasks: scopes.tasks }),
      () => server.readProjectTree(place, "", { visible: whole, tasks: whole }),
    ],
    "`tasks.get_all_ex`, first page": wireList({}),
    "hundredth page": wireList({ page: 99 }),
    searched: wireList({ search_text: "777" }),
    "those that failed": wireList({ status: ["failed"] }),
    "by name": wireList({ order_by: ["name"] }),
  };
  console.log("| statement | ms | ms without rules | times |\n|---|---|---|---|");
  for (const [name, [byRules, bare]] of Object.entries(reads)) {
    const runs = [];
    for (let round = -10; round < 50; round += 1) {
      const run = { ours: await timed(byRules), bare: await timed(bare) };
      if (round >= 0) runs.push(run);
    }
    const ours = median(runs.map((run) => run.ours));
    const theirs = median(runs.map((run) => run.bare));
    console.log(`| ${name} | ${ours.toFixed(1)} | ${theirs.toFixed(1)} | ${(ours / theirs).toFixed(2)} |`);
  }
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The same calls by the median member and by an admin, whom no rule keeps from anything, in turn in every round. */
export async function reportWithoutRules({ port, pid }, cases) {
  console.log(
    "| call | requests/s | without rules | ratio | CPU µs | without rules | CPU ratio | aim |\n|---|---|---|---|---|---|---|---|",
  );
  for (const each of cases.filter(({ isWrite }) => !isWrite)) {
    const ofAdmin = { ...each, headers: [{ ...each.headers[0], ...headersOf(keys.admin) }] };
    const measure = async (asked, seconds) => {
      const before = processorTime(pid);
      const { perSecond, requests } = await load({
        ...{ port, heads: requestsOf(asked), connections: 1, seconds },
      });
      return { perSecond, cpu: (processorTime(pid) - before) / requests };
    };
    const runs = [];
    for (let round = -1; round < rounds; round += 1) {
      const seconds = round < 0 ? 1 : 2;
      const run = { ours: await measure(each, seconds), whole: await measure(ofAdmin, seconds) };
      if (round >= 0) runs.push(run);
    }
    const of = (read) => median(runs.map(read));
    const row = [
      each.name,
      of(({ ours }) => ours.perSecond).toFixed(0),
      of(({ whole }) => whole.perSecond).toFixed(0),
      of(({ ours, whole }) => ours.perSecond / whole.perSecond).toFixed(2),
      of(({ ours }) => ours.cpu).toFixed(0),
      of(({ whole }) => whole.cpu).toFixed(0),
      of(({ ours, whole }) => whole.cpu / ours.cpu).toFixed(2),
      each.aim,
    ];
    console.log(`| ${row.join(" | ")} |`);
  }
}
