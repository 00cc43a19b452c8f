import { type FieldErrors, get } from 'react-hook-form';

/** The message beside the field `name`, if it was refused. */
export function readProblem(errors: FieldErrors, name: string): string | undefined {
  const problem: { message?: string } | undefined = get(errors, name);
  return problem?.message;
}
