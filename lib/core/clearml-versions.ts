/** The versions that Steward reports to ClearML clients, which enable features by version. */
export const serverVersion = "2.3.0";
export const apiVersion = "2.34";
