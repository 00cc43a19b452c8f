import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../lib/paths.mjs';
import { listContractions, listDestructions } from './migration-rules.ts';

describe('reliability R20: what destroys data is refused', () => {
  it.each([
    ['truncate items;', 'TRUNCATE'],
    ['TRUNCATE TABLE items, boards;', 'TRUNCATE'],
    ['drop table items;', 'DROP TABLE'],
    ['drop table if exists items;', 'DROP TABLE'],
    ['Drop\n  Table items;', 'DROP TABLE'],
    ['drop schema public;', 'DROP SCHEMA'],
    ['drop owned by app;', 'DROP OWNED'],
    ['alter table items drop column title;', 'DROP COLUMN'],
    ['alter table items drop title;', 'DROP COLUMN'],
    ['alter table only items\n  add note text,\n  drop "title";', 'DROP COLUMN'],
    ['alter foreign table items drop if exists title;', 'DROP COLUMN'],
    ['drop type colour cascade;', 'DROP … CASCADE'],
    ['drop function f(text)\n  cascade;', 'DROP … CASCADE'],
    ['alter table items drop constraint items_key cascade;', 'DROP … CASCADE'],
    ['do $$ begin drop table items; end $$;', 'DROP TABLE'],
    ["insert into a values ('-- allow: not a comment');\ndrop table items;", 'DROP TABLE'],
    ['-- allow:\ndrop table items;', 'DROP TABLE'],
    ['-- allow: it is empty\n\ndrop table items;', 'DROP TABLE'],
    ['-- allow: it is empty\nselect 1;\ndrop table items;', 'DROP TABLE'],
  ])('%s', (sql, what) => {
    expect(listDestructions(sql).map((destruction) => destruction.what)).toEqual([what]);
  });

  it('each at its line', () => {
    const sql = `create table a (id uuid);\n/* drop table b;\n*/\nalter table a\n  drop c,\n  drop d;\n`;
    expect(listDestructions(sql).map(({ line }) => line)).toEqual([5, 6]);
  });
});

describe('reliability R20: what keeps data is accepted', () => {
  it.each([
    '-- allow: nothing reads it since 1.4\ndrop table items;',
    'alter table items\n  -- allow: replaced by colour, which is filled\n  drop column color;',
    'create table a (b uuid references c on delete cascade);',
    'alter table items drop constraint items_key;',
    'alter table items alter column title drop default;',
    'alter table items alter column title drop not null, alter column a drop identity;',
    'drop index items_title;',
    'drop function f(text);',
    '-- drop table items;',
    '/* truncate\nitems; */',
    `comment on table items is 'never drop table it''s; truncate';`,
    'create table "drop table" (id uuid);',
    'create table dropped (truncated boolean);',
  ])('%s', (sql) => {
    expect(listDestructions(sql)).toEqual([]);
  });
});

describe('reliability R20: npm run check', () => {
  it('has the step', () => {
    expect(readFileSync(fromRoot('scripts/check/steps.mjs'), 'utf8')).toContain(
      "'scripts/check/migrations.ts'",
    );
  });
});

describe('fault F15: a migration that says that it only adds', () => {
  it.each([
    ['create table a (id uuid);', []],
    ['alter table a add column b text;', []],
    ['alter table a drop column b;', ['DROP']],
    ['alter table a alter column b type text;', ['ALTER COLUMN']],
    ['alter table a rename to b;', ['RENAME']],
    ['update a set b = 1;', ['UPDATE A SET']],
    ['drop index a_b;', ['DROP INDEX']],
    ['-- allow: nothing is found by it alone\ndrop index a_b;', []],
    ['-- allow: nothing reads it\nalter table a drop column b;', ['DROP']],
  ])('%s', (sql, what) => {
    expect(listContractions(`-- expand: x\n${sql}`).map((each) => each.what)).toEqual(what);
    expect(listContractions(sql)).toEqual([]);
  });
});
