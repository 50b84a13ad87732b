import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type MadeSession, makeSession } from "./accounts";
import { watchConsole } from "./browser-console";
import { type Demo, demoFolder, readDemo } from "./demo-folder";
import type { StewardProcess } from "./process/steward-process";
import { findLeaks, withDatabaseOf, withSteward } from "./running-steward";

export type Steward = {
  url: string;
  demo: Demo;
  /** What no log may hold; it is looked for when the server has stopped. */
  secrets: Set<string>;
};

export type SignedIn = { page: Page; context: BrowserContext; account: Account; session: MadeSession };
type Wanted = {
  account?: Account;
  name?: string;
  workspaceId?: WorkspaceId;
  browser?: BrowserContextOptions;
};

type TestFixtures = {
  /** Console messages that a test brings about on purpose. */
  expectedMessages: RegExp[];
  /** A browser of its own. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
  /** The same with a session in it, for somebody new unless an account is given. */
  signIn: (wanted?: Wanted) => Promise<SignedIn>;
};

type WorkerFixtures = {
  steward: Steward;
  /** Settings beyond the usual ones, for the specs that are about them. */
  stewardSettings: Record<string, string>;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stewardSettings: [{}, { option: true, scope: "worker" }],

  steward: [
    async ({ stewardSettings }, use) => {
      const demo = readDemo();
      const work = async (server: StewardProcess, dataFolder: string) => {
        const secrets = new Set([
          demo.credentials.secret_key,
          ...demo.signIns.map(({ password }) => password),
          ...Object.entries(stewardSettings).flatMap(([name, value]) => (/SECRET/.test(name) ? [value] : [])),
        ]);
        await withDatabaseOf(server, dataFolder, () => use({ url: server.url, demo, secrets }));
        await server.stop();
        expect(findLeaks(server, secrets), "secrets in the server's log").toEqual([]);
      };
      await withSteward(work, { settings: stewardSettings, copyOf: demoFolder() });
    },
    { scope: "worker", timeout: 120_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  expectedMessages: async ({}, use) => use([]),

  context: async ({ context, expectedMessages }, use) => {
    const watch = watchConsole(context);
    await use(context);
    expect(watch.unexpected(expectedMessages)).toEqual([]);
  },

  baseURL: async ({ steward }, use) => use(steward.url),

  open: async ({ browser, contextOptions, steward, expectedMessages }, use) => {
    const opened: { context: BrowserContext; watch: ReturnType<typeof watchConsole> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: steward.url, ...options });
      opened.push({ context, watch: watchConsole(context) });
      return context.newPage();
    });
    for (const { context, watch } of opened) {
      await context.close();
      expect(watch.unexpected(expectedMessages)).toEqual([]);
    }
  },

  signIn: async ({ open, steward }, use) => {
    await use(async ({ account: given, name, workspaceId, browser } = {}) => {
      const account = given ?? (await makeAccount(name));
      const session = await makeSession(account, { url: steward.url, workspaceId });
      steward.secrets.add(account.password).add(session.cookie.value);
      const page = await open(browser);
      const context = page.context();
      await context.addCookies([{ ...session.cookie, httpOnly: true, sameSite: "Lax" }]);
      return { page, context, account, session };
    });
  },
});

export { expect } from "@playwright/test";
