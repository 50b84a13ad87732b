import type { Metadata } from "next";
import type { ReactNode } from "react";
import { z } from "zod";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { now } from "@/lib/server/clock";
import { requestPath, requireActor, requireSignedIn, type SignedIn } from "@/lib/server/current-actor";
import { countOpenedPage } from "@/lib/server/telemetry";
import { DrawnFor } from "./drawn-for";

type RouteParams = Record<string, string | undefined>;

type RouteProps = {
  params: Promise<RouteParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** For pages whose URL chooses nothing. */
export const noQuery = z.object({});

/**
 * The one way to make a page of a workspace: its settings and its projects. `querySchema` reads the URL's query: each of
 * its fields has a fallback, since anybody can type a URL. `account`, `workspaces` and `preferences` are one's own, and were
 * read for the frame already; `now` is the server's time in milliseconds.
 */
export function workspacePage<P extends Permission, S extends z.ZodType>(
  permission: P,
  querySchema: S,
  render: (
    page: Pick<SignedIn, "account" | "workspaces" | "preferences"> & {
      actor: ActorWith<P>;
      query: z.output<S>;
      params: RouteParams;
      now: number;
    },
  ) => ReactNode | Promise<ReactNode>,
): (props: RouteProps) => Promise<ReactNode> {
  return async ({ params, searchParams }) => {
    const { actor, account, workspaces, preferences } = await requireSignedIn(permission);
    if (preferences.share_telemetry) countOpenedPage(await requestPath());
    const query = querySchema.parse(await searchParams);
    const drawn = await render({
      actor,
      account,
      workspaces,
      preferences,
      query,
      params: await params,
      now: now().getTime(),
    });
    return (
      <>
        <DrawnFor workspaceId={actor.workspaceId} />
        {drawn}
      </>
    );
  };
}

/** The title of a page that shows one row: the page's own check comes before the row is read. */
export function workspaceTitle<P extends Permission>(
  permission: P,
  findTitle: (
    actor: ActorWith<P>,
    params: RouteParams,
    query: Awaited<RouteProps["searchParams"]>,
  ) => Promise<string>,
): (props: RouteProps) => Promise<Metadata> {
  return async ({ params, searchParams }) => ({
    title: await findTitle(await requireActor(permission), await params, await searchParams),
  });
}
