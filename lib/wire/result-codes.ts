/** ClearML's result codes that Steward answers with: HTTP status, subcode, and the sentence that clients print. */
export const resultCodes = {
  ok: [200, 0, "OK"],
  badRequest: [400, 0, "Bad request"],
  invalidHeaders: [400, 5, "Invalid headers"],
  impersonationError: [400, 6, "Impersonation error"],
  missingRequiredFields: [400, 11, "Missing required fields"],
  validationError: [400, 12, "Validation error"],
  batchEmpty: [400, 17, "Batch is empty"],
  batchValidationError: [400, 18, "Batch validation error"],
  invalidAccessKey: [400, 75, "Access key not found for user"],
  invalidUser: [400, 300, "Invalid user"],
  notAuthorized: [401, 1, "Unauthorized (not authorized for endpoint)"],
  badAuthType: [401, 10, "Unauthorized (bad authentication header type)"],
  noCredentials: [401, 20, "Unauthorized (missing credentials)"],
  badCredentials: [401, 21, "Unauthorized (malformed credentials)"],
  invalidCredentials: [401, 22, "Unauthorized (invalid credentials)"],
  invalidToken: [401, 30, "Unauthorized (invalid token)"],
  notFound: [404, 0, "Endpoint not found"],
  tooLarge: [413, 0, "Request is too large"],
  unsupportedEncoding: [415, 0, "Content encoding is not supported"],
  tooManyRequests: [429, 0, "Too many failed logins"],
  busy: [503, 0, "Too many large requests at once"],
  generalError: [500, 0, "General server error"],
  databaseUnavailable: [500, 102, "Database is temporarily unavailable"],
} as const satisfies Record<string, readonly [number, number, string]>;

export type ResultCode = keyof typeof resultCodes;
