import { describe, expect, it } from 'vitest';
import { initials } from './avatar.tsx';

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Augusta Ada King Lovelace', 'AL'],
    ['Ada', 'A'],
    ['  grace   hopper ', 'GH'],
    ['ada.lovelace@example.com', 'AC'],
    ['李小龍', '李'],
    ['👩‍💻 Team', '👩‍💻T'],
    ['', '?'],
  ])('%s → %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
