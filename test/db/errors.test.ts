import { DrizzleQueryError } from 'drizzle-orm'
import t from 'tap'
import { isUnavailable, sqlState } from '../../src/db/errors.ts'

const withCode = (code: string, message = 'failed') => Object.assign(new Error(message), { code })
const wrapped = (cause: Error) => new DrizzleQueryError('select 1', [], cause)

t.test('tells an absent database from a wrong query', async (t) => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', '08006', '08P01', '57P01', '57P02', '57P03', '53300']) {
    t.ok(isUnavailable(withCode(code)), `${code} is an absent database`)
    t.ok(isUnavailable(wrapped(withCode(code))), `${code} is seen through Drizzle`)
  }
  for (const code of ['23505', '42P01', '57014', '40001', '22P02']) t.notOk(isUnavailable(wrapped(withCode(code))), `${code} is not`)
})

t.test('knows the errors that pg gives no code', async (t) => {
  for (const message of ['Connection terminated unexpectedly', 'Connection terminated due to connection timeout', 'timeout exceeded when trying to connect']) {
    t.ok(isUnavailable(wrapped(new Error(message))), message)
  }
  t.notOk(isUnavailable(new Error('the feed said: Connection terminated')), 'and only where they begin the message')
})

t.test('looks into a group of attempts', async (t) => {
  t.ok(isUnavailable(new AggregateError([withCode('EINVAL'), withCode('ECONNREFUSED')])))
  t.ok(isUnavailable(wrapped(new AggregateError([withCode('ECONNREFUSED')]))))
})

t.test('finds the SQLSTATE however deeply wrapped', async (t) => {
  t.equal(sqlState(wrapped(withCode('23505'))), '23505')
  t.equal(sqlState(new Error('outer', { cause: wrapped(withCode('22P02')) })), '22P02')
  t.equal(sqlState(withCode('EPIPE')), undefined, 'a socket error has none')
})

t.test('survives whatever is thrown', async (t) => {
  const circular = new Error('round')
  circular.cause = circular
  for (const thrown of [undefined, null, 'text', 7, {}, circular]) {
    t.notOk(isUnavailable(thrown))
    t.equal(sqlState(thrown), undefined)
  }
})
