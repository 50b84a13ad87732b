import { Avatar, type AvatarSize, EmptySeat, MoreAvatars } from "./avatar";

export type AvatarStackProps = {
  people: readonly { id: string; name: string }[];
  /** All there are, where `people` holds only the first of them. */
  total?: number;
  max?: number;
  emptySeats?: number;
  size?: AvatarSize;
  /** Its name: '12 members'. */
  label: string;
};

export function AvatarStack({ people, total, max = 5, emptySeats = 0, size, label }: AvatarStackProps) {
  const shown = people.slice(0, max);
  const more = (total ?? people.length) - shown.length;
  return (
    <span
      role="img"
      aria-label={label}
      title={people.map((person) => person.name).join(", ")}
      className="avatar-stack"
    >
      {shown.map((person) => (
        <Avatar key={person.id} id={person.id} name={person.name} size={size} />
      ))}
      {more > 0 ? <MoreAvatars count={more} size={size} /> : null}
      {Array.from({ length: Math.min(emptySeats, max) }, (_, seat) => `seat ${seat}`).map((seat) => (
        <EmptySeat key={seat} size={size} />
      ))}
    </span>
  );
}
