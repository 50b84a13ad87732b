export type ErrorBody = {
  type: string;
  code?: string;
  message: string;
  param?: string;
  decline_code?: string;
};

/** What the API answers instead of an object. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
  }
}

export function invalid(code: string, message: string, param?: string): ApiRefusal {
  return new ApiRefusal(code === "resource_missing" ? 404 : 400, {
    ...{ type: "invalid_request_error", code, message },
    ...(param ? { param } : {}),
  });
}

export function missing(kind: string, id: string, param = "id"): ApiRefusal {
  return invalid("resource_missing", `No such ${kind}: '${id}'`, param);
}
