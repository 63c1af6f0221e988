import { setTimeout as sleep } from 'node:timers/promises'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { exportPool } from '../../src/db/copy-out.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, testHistory } from '../support/history.ts'

const inDanang = feedRecord({ code: codeOf(1), name: 'CÔNG TY CỔ PHẦN AO SỐ', address: DANANG })
const { app, db, pool, load, get } = await testHistory(t, [inDanang])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { danang: await keyOf('catalogue:48'), hanoi: await keyOf('catalogue:01'), ministry: await keyOf('catalogue:*') }
const ask = async (who: keyof typeof keys, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', authorization: `Bearer ${keys[who]}` } })
  return { status: response.statusCode, body: response.json() }
}

const supply = (enterprise: string, given: object = {}) => ({
  enterprise, kind: 'product', name: 'Phần mềm quan trắc', technologies: ['internet-of-things'], fields: ['agriculture'], readiness: 'in-use', contact: { unit: 'Phòng Kinh doanh' }, description: 'Đo chất lượng nước', ...given,
})
const draft = async (who: keyof typeof keys, ...given: Parameters<typeof supply>) => {
  const { status, body } = await ask(who, 'POST', '/v1/catalogue/supply', supply(...given))
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id as number
}
const setState = (who: keyof typeof keys, id: number, state: 'published' | 'withdrawn') => ask(who, 'PUT', `/v1/catalogue/supply/${id}/state`, { state })
const ended = (record: typeof inDanang, changes: number) => ({ ...record, amendedOn: '2026-11-20', changes, status: { value: '7', name: null } })
const idsOf = ({ body }: { body: { items: { id: number }[] } }) => body.items.map(({ id }) => id)

t.test('a file shows no supply of an enterprise that ceased to exist, even when a run comes in between', async (t) => {
  const record = feedRecord({ code: codeOf(5), address: HANOI })
  await load([record])
  const id = await draft('hanoi', codeOf(5), { name: 'Bệnh án điện tử' })
  await setState('hanoi', id, 'published')
  await load([ended(record, 1)])
  t.notOk(idsOf(await get('/v1/catalogue/supply')).includes(id))
  const exports = exportPool(app.db)
  const taken = await Promise.all([0, 1, 2, 3].map(() => exports.connect()))
  const file = app.inject('/v1/catalogue/supply?format=ndjson').then((response) => response)
  while (exports.waitingCount === 0) await sleep(5)
  // As if the run had ended the enterprise only now, after the shelf was looked at.
  await pool.query('begin; update supply_shelf set position = 0; update supplies set standing = \'active\' where code = \'' + codeOf(5) + '\'; commit')
  for (const client of taken) client.release()
  const { statusCode, body } = await file
  t.equal(statusCode, 200)
  t.notMatch(body, 'Bệnh án')
})
