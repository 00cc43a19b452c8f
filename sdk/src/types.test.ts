import type { Account } from '@boardwire/contract/accounts';
import type { OperationName, OperationsByName } from '@boardwire/contract/catalogue';
import type { InputOf, OutputOf, ParsedInputOf } from '@boardwire/contract/define';
import { describe, expectTypeOf, it } from 'vitest';
import type { Client } from './client.ts';
import type { CallArguments, Input, Output } from './operations.ts';
import type { PagedName } from './pages.ts';
import type { CallError, Result } from './result.ts';

describe('SPEC E7: the client is typed from the contract', () => {
  it('knows the names', () => {
    expectTypeOf<'organizations.get'>().toExtend<OperationName>();
    expectTypeOf<'organizations.conquer'>().not.toExtend<OperationName>();
  });

  it('tells what is sent from what a handler receives', () => {
    type List = OperationsByName['members.list'];
    expectTypeOf<InputOf<List>>().toEqualTypeOf<{
      organizationId: string;
      search?: string | undefined;
      userId?: string | undefined;
      cursor?: string | undefined;
      limit?: number | undefined;
    }>();
    expectTypeOf<ParsedInputOf<List>['limit']>().toEqualTypeOf<number>();
  });

  it('tells what is answered', () => {
    expectTypeOf<OutputOf<OperationsByName['accounts.get']>>().toEqualTypeOf<Account>();
    expectTypeOf<Output<'authentication.logIn'>['status']>().toEqualTypeOf<
      'signedIn' | 'mfaRequired' | 'verificationRequired'
    >();
    expectTypeOf<Output<'audit.export'>>().toEqualTypeOf<{
      fileName: string;
      contentType: string;
      text: string;
    }>();
  });

  it('asks for an input only where one is needed', () => {
    expectTypeOf<[]>().toExtend<CallArguments<'accounts.get'>>();
    expectTypeOf<[]>().toExtend<CallArguments<'accounts.update'>>();
    expectTypeOf<[]>().not.toExtend<CallArguments<'organizations.get'>>();
    expectTypeOf<[{}]>().not.toExtend<CallArguments<'organizations.get'>>();
    expectTypeOf<{
      organizationId: string;
      roleId: string;
      email?: string | undefined;
    }>().toEqualTypeOf<Input<'invitations.create'>>();
  });

  it('gives every operation as noun and verb', () => {
    type Create = Client['apiKeys']['create'];
    expectTypeOf<Parameters<Create>[0]>().toEqualTypeOf<Input<'apiKeys.create'>>();
    expectTypeOf<Awaited<ReturnType<Create>>>().toEqualTypeOf<Result<Output<'apiKeys.create'>>>();
    expectTypeOf<Client['organizations']>().not.toHaveProperty('conquer');
  });

  it('knows which operations answer in pages', () => {
    expectTypeOf<PagedName>().toEqualTypeOf<
      | 'members.list'
      | 'webhooks.listAttempts'
      | 'boards.list'
      | 'boards.activity'
      | 'boards.listPeople'
      | 'items.list'
      | 'items.assigned'
      | 'comments.list'
      | 'imports.list'
      | 'jobs.list'
      | 'notifications.list'
      | 'notifications.listDeliveries'
      | 'notifications.deliveries'
      | 'deadLetters.list'
      | 'instanceDeadLetters.list'
      | 'topics.members'
      | 'suppressions.list'
      | 'sandbox.listMessages'
      | 'inbox.list'
      | 'audit.list'
      | 'audit.listOwn'
      | 'audit.listInstance'
      | 'mailbox.list'
    >();
  });

  it('has no way to the data past the error', () => {
    expectTypeOf<Result<number>>().not.toHaveProperty('data');
    expectTypeOf<Extract<Result<number>, { ok: false }>['error']>().toEqualTypeOf<CallError>();
  });
});
