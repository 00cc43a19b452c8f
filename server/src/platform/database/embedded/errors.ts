/** What stopped the embedded Postgres; callers branch on it, people read the message. */
export type EmbeddedPostgresProblem =
  | 'data_folder_in_use'
  | 'data_folder_unusable'
  | 'foreign_postgres'
  | 'postgres_stuck'
  | 'version_mismatch'
  | 'unsafe_settings'
  | 'wrong_password'
  | 'platform_unsupported'
  | 'start_failed';

/** An expected reason not to start; its message is one line that says what to do. */
export class EmbeddedPostgresError extends Error {
  /** Shown to the operator as it is, without a stack. */
  readonly isForOperator = true;
  readonly problem: EmbeddedPostgresProblem;
  /** The process that is in the way, such as `pid 12`; an empty string when it cannot be told. */
  readonly holder: string;

  constructor(
    problem: EmbeddedPostgresProblem,
    message: string,
    { holder = '', ...options }: ErrorOptions & { holder?: string } = {},
  ) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.problem = problem;
    this.holder = holder;
  }
}

/** The `code` of a Node.js or Postgres error (`ENOENT`, `28P01`), or an empty string. */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}
