import { z } from "zod";
import { personName } from "@/lib/core/account/name";
import { serverVersion } from "@/lib/core/clearml-versions";
import type { PeopleQuery } from "@/lib/core/workspace/people";
import { renameSelf } from "@/lib/operations/account/accounts";
import { findOwnPreferences, setOwnPreferences } from "@/lib/operations/account/preferences";
import { findActiveUserIds } from "@/lib/operations/resources/projects/find-facets";
import { findSelf, findUser, listUsers, type SeenPerson } from "@/lib/operations/workspace/people";
import { actorWith, type Call, type CallContext, call, readerOf, refuse, WireRefusal } from "../call";

const largestPage = 500;
const mostDownloadItems = 1000;

const storable = z
  .string()
  .refine((text) => !text.includes("\u0000"), "A search can’t contain a zero character.");
const oneOrMany = (most: number) =>
  z
    .union([storable, z.array(storable).max(most)])
    .nullish()
    .transform((given) => (given == null ? undefined : [given].flat()));

const ordering = z.string().transform((text, context) => {
  const by = orderings.get(text.replace(/^-/, ""));
  if (!by) context.addIssue({ code: "custom", message: "is not a field to order by" });
  return { by: by ?? "id", descending: text.startsWith("-") };
});
const orderings = new Map<string, PeopleQuery["order"][number]["by"]>([
  ["id", "id"],
  ["name", "name"],
  ["given_name", "name"],
  ["created", "created"],
]);

const usersQuery = z.object({
  id: oneOrMany(1000),
  name: storable.max(500).nullish(),
  only_fields: oneOrMany(100),
  order_by: z
    .union([ordering, z.array(ordering).max(10)])
    .nullish()
    .transform((given) => (given == null ? [] : [given].flat())),
  page: z.number().int().min(0).max(1_000_000).nullish(),
  page_size: z.number().int().min(1).nullish(),
});

async function usersOf(context: CallContext, query: z.output<typeof usersQuery>): Promise<SeenPerson[]> {
  const limit = Math.min(largestPage, query.page_size ?? largestPage);
  const outcome = await listUsers(await actorWith(context, "workspace.view"), {
    ...(query.id === undefined ? {} : { ids: query.id }),
    ...(query.name == null ? {} : { namePattern: query.name }),
    order: query.order_by,
    limit,
    offset: (query.page ?? 0) * limit,
  });
  if (!outcome.ok) throw refuse("invalidRegex", outcome.refusal);
  return outcome.value;
}

type Active = { id: string[] | undefined; active_in_projects: string[] | undefined };

/** A user is active in a project that they made, or by a task or a model in it; no project names all of them. */
async function idsOf(context: CallContext, { id, active_in_projects: projects }: Active) {
  if (projects === undefined) return id;
  const active: string[] = await findActiveUserIds(await readerOf(context), projects);
  return id === undefined ? active : active.filter((each) => id.includes(each));
}

function userOf({ id, name, email, createdAt }: SeenPerson, company: unknown) {
  const [givenName = "", ...rest] = name.split(" ");
  return {
    id,
    name,
    given_name: givenName,
    family_name: rest.join(" "),
    company,
    created: createdAt.toISOString(),
    created_in_version: serverVersion,
    ...(email === null ? {} : { email }),
  };
}

/** The id is always there; of a field inside another, the outer one is given whole. */
function projected(user: Record<string, unknown>, onlyFields: string[] | undefined) {
  if (!onlyFields) return user;
  const wanted = new Set(["id", ...onlyFields.map((field) => field.split(".")[0])]);
  return Object.fromEntries(Object.entries(user).filter(([field]) => wanted.has(field)));
}

export const userCalls: Record<string, Call> = {
  "users.get_current_user": call(
    "1.0",
    z.object({}),
    async (context) => {
      const actor = await context.actor();
      const self = await findSelf(actor);
      if (!self) throw new WireRefusal("invalidToken");
      const company = { id: actor.workspaceId, name: actor.workspaceName };
      return {
        data: {
          user: { ...userOf(self, company), role: "user", avatar: null },
          getting_started: {},
          settings: { max_download_items: mostDownloadItems },
        },
      };
    },
    { reads: true, readsAlong: "membership" },
  ),

  "users.get_all": call(
    "2.1",
    usersQuery,
    async (context, query) => {
      const users = await usersOf(context, query);
      const { workspaceId } = context.caller;
      return {
        data: { users: users.map((user) => projected(userOf(user, workspaceId), query.only_fields)) },
      };
    },
    { reads: true },
  ),

  "users.get_all_ex": call(
    "2.1",
    usersQuery.extend({ active_in_projects: oneOrMany(1000) }),
    async (context, query) => {
      const users = await usersOf(context, { ...query, id: await idsOf(context, query) });
      const { workspaceId, workspaceName } = await context.actor();
      const company = { id: workspaceId, name: workspaceName };
      return { data: { users: users.map((user) => projected(userOf(user, company), query.only_fields)) } };
    },
    { reads: true },
  ),

  "users.get_by_id": call(
    "2.1",
    z.object({ user: storable }),
    async (context, { user }) => {
      const actor = await actorWith(context, "workspace.view");
      const found = await findUser(actor, user);
      if (!found) throw new WireRefusal("invalidUserId");
      return { data: { user: userOf(found, actor.workspaceId) } };
    },
    { reads: true },
  ),

  "users.update": call(
    "2.1",
    z.object({
      user: storable,
      name: personName.nullish(),
      given_name: z.string().nullish(),
      family_name: z.string().nullish(),
    }),
    async (context, { user, ...change }) => {
      const found = await findUser(await actorWith(context, "workspace.view"), user);
      if (!found) throw new WireRefusal("invalidUserId");
      if (found.id !== context.caller.userId) throw new WireRefusal("noWritePermission");
      const name = newNameOf(found.name, change);
      if (name === undefined) return { data: { updated: 0, fields: {} } };
      await renameSelf(await actorWith(context, "profile.edit"), { name });
      return { data: { updated: 1, fields: { name } } };
    },
  ),

  "users.get_preferences": call(
    "1.0",
    z.object({}),
    async (context) => ({
      data: { preferences: await findOwnPreferences(await actorWith(context, "preferences.read")) },
    }),
    { reads: true },
  ),

  "users.set_preferences": call(
    "1.0",
    z.object({
      preferences: z.record(z.string(), z.unknown()),
      return_updated: z
        .boolean()
        .nullish()
        .transform((wanted) => wanted ?? true),
    }),
    async (context, { preferences, return_updated }) => {
      const outcome = await setOwnPreferences(await actorWith(context, "preferences.edit"), preferences);
      if (!outcome.ok) {
        const { code, fields } = outcome.refusal;
        const blocked = code === "conflict" ? "invalidPreferencesUpdate" : "validationError";
        throw refuse(fields?.name ? "fieldsValueError" : blocked, outcome.refusal);
      }
      const { changed, preferences: updated } = outcome.value;
      return {
        data: {
          updated: changed ? 1 : 0,
          fields: changed && return_updated ? { preferences: updated } : {},
        },
      };
    },
  ),
};

/** People have one name here: given and family name are its first word and the rest. */
function newNameOf(
  before: string,
  change: { name?: string | null | undefined } & Partial<
    Record<"given_name" | "family_name", string | null | undefined>
  >,
): string | undefined {
  if (change.name != null) return change.name;
  if (change.given_name == null && change.family_name == null) return undefined;
  const [given = "", ...rest] = before.split(" ");
  const joined = [change.given_name ?? given, change.family_name ?? rest.join(" ")].join(" ");
  const name = personName.safeParse(joined);
  if (!name.success) throw new WireRefusal("validationError", name.error.issues[0]?.message);
  return name.data;
}
