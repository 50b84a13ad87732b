import { contenders } from "./access-contenders.mjs";
import { makePreviews } from "./access-previews.mjs";
import { makeQuestions, makeWorld } from "./access-world.mjs";

/** One contender in a process of its own; the parent asks for one measurement after the other. */
const { name, size, places } = JSON.parse(process.argv[2]);
const world = makeWorld(size);
const questions = makeQuestions(world, 20_000, 7);
const agreed = makeQuestions(world, 300, 11);
const sampled = world.users.filter(({ active }, index) => active && index % 500 === 1).map(({ id }) => id);
const users = [...new Set([...questions, ...agreed].map(({ user }) => user).concat(sampled))];
const tasks = world.resources.filter(({ type }) => type === "task").length;
let engine;

/** Processor time in ms: a neighbour that takes the processor away does not count. */
function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

async function timed(work) {
  const start = spent();
  const result = await work();
  return { ms: spent() - start, result };
}

function inTurns(steps) {
  globalThis.gc();
  const started = spent();
  let [turn, longest, since] = [started, 0, performance.now()];
  for (;;) {
    const step = steps.next();
    if (!step.done && performance.now() - since < 10) continue;
    longest = Math.max(longest, spent() - turn);
    turn = spent();
    since = performance.now();
    if (step.done) return { took: turn - started, longest, affected: step.value.differences.length };
  }
}

function heap() {
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const measures = {
  async load() {
    const times = [];
    const before = heap();
    for (let round = 0; round < 3; round += 1) {
      engine = undefined;
      const { ms, result } = await timed(() => contenders[name].load(world, places, users));
      times.push(ms);
      engine = result;
    }
    const limit = performance.now() + 3000;
    for (const user of users)
      if (performance.now() < limit) engine.check(user, "read", questions[0].resource);
    return { ms: median(times), bytes: heap() - before };
  },
  agreed: () =>
    agreed.map(({ user, action, resource }) => Number(engine.check(user, action, resource))).join(""),
  check({ ms }) {
    const start = spent();
    const end = performance.now() + ms;
    let count = 0;
    do {
      const { user, action, resource } = questions[count % questions.length];
      engine.check(user, action, resource);
      count += 1;
    } while (count % 512 !== 0 ? name !== "definition" : performance.now() < end);
    return ((spent() - start) / count) * 1e6;
  },
  list({ ms, check }) {
    // To whom a list is a check of each object, one list can take longer than a round.
    if (check * tasks > ms * 1e6) return (check * tasks) / 1e3;
    return median(
      sampled.map((user) => {
        const start = spent();
        const end = performance.now() + ms / sampled.length;
        let count = 0;
        do {
          engine.list(user, "read", "task");
          count += 1;
        } while (performance.now() < end);
        return ((spent() - start) / count) * 1e3;
      }),
    );
  },
  /** What a change would do, in turns as a server takes them. */
  async previews() {
    const { compareInSteps } = await import(places.engine);
    return makePreviews(world).map(({ what, change, guards }) => {
      const runs = Array.from({ length: 3 }, () => inTurns(compareInSteps(engine, change, guards)));
      const { affected } = runs[0];
      return {
        ...{ what, affected, guards: guards.length },
        took: median(runs.map(({ took }) => took)),
        longest: median(runs.map(({ longest }) => longest)),
      };
    });
  },
  /** Each edit with the first question after it, in ms. */
  edits() {
    const user = users[0];
    const repeat = (edit) =>
      median(
        Array.from({ length: 60 }, (_, index) => {
          const start = performance.now();
          edit(index);
          engine.check(user, "read", questions[0].resource);
          return performance.now() - start;
        }),
      );
    const rule = { ...world.rules.find(({ target }) => target !== null), users: [user] };
    const everyone = { ...world.rules[0], groups: ["users"] };
    return {
      "a rule for one person": repeat((index) =>
        engine.putRule({ ...rule, access: index % 2 ? "read" : "modify" }),
      ),
      "a rule for everyone": repeat((index) =>
        engine.putRule({ ...everyone, access: index % 2 ? "read" : "modify" }),
      ),
      "a member of a team": repeat((index) =>
        index % 2 ? engine.removeMember("team-1", user) : engine.addMember("team-1", user),
      ),
      "a new task": repeat((index) =>
        engine.putObject({ id: `new-${index}`, type: "task", parent: "project-1" }),
      ),
      "a new project": repeat((index) =>
        engine.putObject({ id: `new-project-${index}`, type: "project", parent: "project-1" }),
      ),
      "a moved project": repeat((index) =>
        engine.moveObject("project-70", index % 2 ? "project-2" : "project-3"),
      ),
    };
  },
};

process.on("message", async ({ measure, ...options }) => {
  process.send({ result: await measures[measure](options) });
});
process.send({ result: "ready" });
