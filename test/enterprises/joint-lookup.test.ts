import t from 'tap'
import { connect } from '../../src/db/client.ts'
import { makeJointLookup } from '../../src/enterprises/joint-lookup.ts'
import { findByCode } from '../../src/enterprises/lookup.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { NO_DATABASE } from '../support/app.ts'
import { testRegister } from '../support/register.ts'

const records = Array.from({ length: 40 }, (_, i) => feedRecord({ code: codeOf(i), name: `CÔNG TY PHẦN MỀM ${i}` }))
const { app, db, pool } = await testRegister(t, records)
const view = { day: '2026-11-22', division: '2025', language: 'vi' } as const

t.test('those who ask together are answered as if each had asked alone', async (t) => {
  const find = makeJointLookup(db)
  // Known ones, one that is not, and the same one twice.
  const codes = [...Array.from({ length: 45 }, (_, i) => codeOf(i)), codeOf(3)]
  const english = { ...view, language: 'en' } as const
  const [together, inEnglish] = await Promise.all([Promise.all(codes.map((code) => find(code, view))), Promise.all(codes.map((code) => find(code, english)))])
  for (const [i, code] of codes.entries()) {
    t.strictSame(together[i], await findByCode(db, code, view), code)
    t.strictSame(inEnglish[i], await findByCode(db, code, english), `${code} in another language`)
  }
})

t.test('a crowd takes few statements', async (t) => {
  const find = makeJointLookup(db)
  let asked = 0
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown
  Object.assign(pool, { query: (...args: unknown[]) => { asked++; return query(...args) } })
  t.teardown(() => Object.assign(pool, { query }))
  await Promise.all(records.map(({ code }) => find(code, view)))
  t.ok(asked <= 5, `${asked} statements for ${records.length}`)
  asked = 0
  await find(codeOf(0), view)
  t.equal(asked, 1, 'who is alone waits for nobody')
})

t.test('where the database is away all of them hear it, and the next ones ask anew', async (t) => {
  const { db: away, close } = connect(NO_DATABASE)
  t.teardown(close)
  const find = makeJointLookup(away)
  for (let i = 0; i < 2; i++) {
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => find(codeOf(n), view)))
    t.strictSame([...new Set(results.map(({ status }) => status))], ['rejected'])
  }
})

t.test('over HTTP everybody gets his own', async (t) => {
  const answers = await Promise.all(records.map(({ code }) => app.inject(`/v1/enterprises/${code}`)))
  t.strictSame(answers.map((answer) => answer.json().code), records.map(({ code }) => code))
  t.match(await app.inject(`/v1/enterprises/${codeOf(60)}`), { statusCode: 404 })
})
