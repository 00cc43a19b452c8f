/** The one error table: every transport maps these codes, none invents its own. Source: SPEC F1, reliability (SERVICE_UNAVAILABLE). */
export const errorTable = {
  VALIDATION_ERROR: {
    status: 400,
    summary: 'The input is not acceptable; `details` names each field by its path.',
  },
  UNAUTHORIZED: { status: 401, summary: 'No valid credential was given.' },
  FORBIDDEN: { status: 403, summary: 'The credential is valid but does not permit this.' },
  NOT_FOUND: { status: 404, summary: 'There is nothing here that this credential may see.' },
  CONFLICT: {
    status: 409,
    summary: 'The request contradicts the present state; `details.reason` says how.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    summary: 'A limit was reached; `Retry-After` says when to come back.',
  },
  INTERNAL_ERROR: { status: 500, summary: 'An unexpected error of ours; quote the request id.' },
  SERVICE_UNAVAILABLE: {
    status: 503,
    summary: 'A needed part is away; `Retry-After` and `details.reason` say more.',
  },
} as const;

/** A code of the error table. */
export type ErrorCode = keyof typeof errorTable;

/** One refused field: `path` leads to it from the input's root, as in `members.0.email`. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What a refusal may carry besides its message; unknown keys are allowed and ignored by clients. */
export interface ErrorDetails {
  reason?: string;
  fields?: FieldProblem[];
  [key: string]: unknown;
}
