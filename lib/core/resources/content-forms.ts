import { z } from "zod";
import { identifier } from "../identifiers";
import { searchText } from "../list-query";
import { textsEdit, typedName, typedTags } from "./texts";

/** A page of a list has no more. */
const mostChosen = 100;

/** Clients may give an object any ID. */
export const objectId = z.string().min(1).max(128);

export const taskChoice = z.object({ taskId: objectId });
/** `deletesObjects`: with its files in buckets. */
const withObjects = { deletesObjects: z.boolean() };
export const taskDeletion = taskChoice.extend(withObjects);
export const taskEdit = textsEdit(typedName).extend(taskChoice.shape);
/** Without a project it is in none afterwards. */
export const taskMove = taskChoice.extend({ projectId: identifier.nullable() });
export const taskClone = taskMove.extend({ name: typedName });
export const taskEnqueue = taskChoice.extend({ queueId: objectId });

export const modelChoice = z.object({ modelId: objectId });
export const modelDeletion = modelChoice.extend(withObjects);
export const modelEdit = textsEdit(typedName).extend(modelChoice.shape);
export const modelMove = modelChoice.extend({ projectId: identifier.nullable() });

const chosen = z.object({ ids: z.array(objectId).min(1).max(mostChosen) });
const addedTags = typedTags.refine((tags) => tags.length > 0, "Enter a tag.");
/** Several of a list. */
export const taskChoices = chosen;
export const taskDeletions = chosen.extend(withObjects);
export const tasksMove = chosen.extend({ projectId: identifier.nullable() });
export const tasksTag = chosen.extend({ tags: addedTags });
export const modelChoices = taskChoices;
export const modelDeletions = taskDeletions;
export const modelsMove = tasksMove;
export const modelsTag = tasksTag;

/** For the dialog that edits a task or a model. */
export const textsChoice = z.object({ type: z.enum(["task", "model"]), id: objectId });

/** For the picker of a project to put something into. */
export const placeSearch = z.object({ type: z.enum(["task", "model"]), search: searchText });

export const queueSearch = z.object({ search: searchText });
export const ownerSearch = z.object({ search: searchText });

/** What became of several: how many were changed, and why the others were not. */
export type DoneToEach = { done: number; refused: { id: string; message: string }[] };
