/** What Steward says it is to ClearML's clients, which switch their features by it. */
export const serverVersion = "2.3.0";
export const apiVersion = "2.34";
