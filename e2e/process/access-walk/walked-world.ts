import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { caseWorlds } from "@/lib/core/access/testing/case-worlds";
import type { Principal } from "@/lib/core/access/types";
import type { Cast, DrawnCaller } from "@/lib/tooling/drawn-world/people";
import { type StoredWorld, storeWorld } from "@/lib/tooling/drawn-world/store";
import { makeSession } from "../../accounts";
import { sendRaw } from "../../wire-client";

const { users } = caseWorlds.open;
const named = (kind: Principal["kind"]) => users.flatMap((each) => (each.kind === kind ? [each.id] : []));
const owner = "olga";

export type People = Cast & { stranger: TestPerson };

/** The people of the worlds, of whom one is in no workspace but their own. */
export async function makePeople(): Promise<People> {
  const people: TestPerson[] = [];
  for (const name of named("user")) if (name !== owner) people.push(await makePerson(name));
  return { owner: await makePerson(owner), people, stranger: await makePerson("stranger") };
}

/** How somebody asks: a program by a header, a person’s browser by its cookie. */
export type Asker = {
  id: string;
  kind: Principal["kind"];
  onBehalfOf: string | undefined;
  program: { authorization: string } & Record<string, string>;
  browser: Record<string, string> | undefined;
};

/** A world of the cases in a workspace of a running server. */
export class WalkedWorld {
  private constructor(
    readonly url: string,
    readonly stored: StoredWorld,
    private readonly callers: ReadonlyMap<string, DrawnCaller>,
    private readonly tokens: ReadonlyMap<string, string>,
    private readonly cookies: ReadonlyMap<string, string>,
  ) {}

  static async make(url: string, world: (typeof caseWorlds)["open"], people: People): Promise<WalkedWorld> {
    const { stranger } = people;
    const tokens = new Map<string, string>();
    const author = people.people.find(({ name }) => name === "ann");
    const stored = await storeWorld(world, {
      cast: people,
      accounts: named("service"),
      // A member who is in no group made everything: that gives no right.
      authorId: author?.id,
      beforeRemovals: async (present) => {
        for (const account of present.filter(({ kind }) => kind === "service")) {
          for (const person of present) {
            const token = await drawToken(url, account, person);
            if (token) tokens.set(`${account.name} for ${person.name}`, token);
          }
        }
      },
    });
    const { workspaceId } = stored;
    const cookies = new Map<string, string>();
    for (const person of [people.owner, ...people.people, stranger]) {
      const { cookie } = await makeSession({ ...person, password: "" }, { url, workspaceId });
      cookies.set(person.name, `${cookie.name}=${cookie.value}`);
    }
    const outsider = { ...stranger, kind: "user", active: false, canImpersonate: false } as const;
    const callers = [...stored.callers, { ...outsider, key: await makeCredentials({ account: stranger }) }];
    const byName = new Map(callers.map((caller) => [caller.name, caller]));
    return new WalkedWorld(url, stored, byName, tokens, cookies);
  }

  /**
   * Who left asks with what was theirs, a stranger with what is; of a name that nobody has, there is only the id to
   * ask about.
   */
  asker(name: string, onBehalfOf?: string): Asker {
    const caller = this.callers.get(name);
    const id = this.idOfPrincipal(name);
    const speaksFor = onBehalfOf === undefined ? undefined : this.idOfPrincipal(onBehalfOf);
    const token = this.tokens.get(`${name} for ${onBehalfOf}`);
    const cookie = onBehalfOf === undefined ? this.cookies.get(name) : undefined;
    return {
      id,
      kind: caller?.kind ?? "user",
      onBehalfOf: speaksFor,
      program: {
        authorization: token ? `Bearer ${token}` : (caller?.key.basic ?? ""),
        ...(speaksFor && !token ? { "x-clearml-impersonate-as": speaksFor } : {}),
      },
      browser: cookie === undefined ? undefined : { cookie },
    };
  }

  private idOfPrincipal(name: string): string {
    return this.callers.get(name)?.id ?? this.stored.idOf(name);
  }

  /** The owner, who is an admin and may ask about everybody. */
  get admin(): Asker {
    return this.asker(owner);
  }

  /** A project by the names of those above it. */
  pathOf(name: string): string {
    const project = caseWorlds.open.resources.find(({ id }) => id === name);
    return project?.parent ? `${this.pathOf(project.parent)}/${name}` : name;
  }
}

async function drawToken(
  url: string,
  { key }: DrawnCaller,
  person: DrawnCaller,
): Promise<string | undefined> {
  const { text } = await sendRaw(`${url}/api/auth.login`, {
    method: "POST",
    authorization: key.basic,
    headers: { "x-clearml-impersonate-as": person.id },
  });
  return (JSON.parse(text) as { data: { token?: string } }).data.token;
}
