import type { UserId } from "../../../identifiers";
import type { MemberFacts, ObjectFacts } from "../facts";

export const userIds = ["u1", "u2", "u3", "s1", "s2"] as UserId[];

export const drawnMembers: MemberFacts[] = [
  { id: userIds[0]!, name: "Olga", email: "olga@example.com", kind: "person" },
  { id: userIds[1]!, name: "Ada", email: "0ada+x@example.com", kind: "person" },
  { id: userIds[2]!, name: "Bo", email: "bo@example.com", kind: "person" },
  { id: userIds[3]!, name: "Trainer: #1", email: null, kind: "service_account" },
  { id: userIds[4]!, name: "true", email: null, kind: "service_account" },
];

export const drawnObjects: ObjectFacts[] = [
  { type: "project", id: "p1", path: "vision/detector" },
  { type: "project", id: "p2", path: "*all" },
  { type: "task", id: "t1", path: "vision/train" },
  { type: "task", id: "t2", path: "vision/train" },
  { type: "queue", id: "q1", path: "null" },
];
