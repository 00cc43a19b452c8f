/** Who makes a change, and when, as far as the client knows. */
export interface PredictionInfo {
  /** ISO 8601. */
  at: string;
  /** Null for a program whose person is not known. */
  userId: string | null;
}
