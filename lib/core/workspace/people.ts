/** What a program asks of the users of a workspace. */
export type PeopleQuery = {
  /** Without it: everybody. */
  ids?: string[];
  /** A regular expression, whatever the case. */
  namePattern?: string;
  order: { by: "id" | "name" | "created"; descending: boolean }[];
  limit: number;
  offset: number;
};

export const onePerson = (userId: string): PeopleQuery => ({ ids: [userId], order: [], limit: 1, offset: 0 });
