import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { addDays, startOf, timeOf } from '../../src/calendar.ts'
import { Dossiers } from '../../src/sandbox/dossiers.ts'
import { expectDossiers } from '../../src/sandbox/expectations.ts'
import type { Faults } from '../../src/sandbox/faults.ts'
import { createFaults } from '../../src/sandbox/faults.ts'
import { hasPersonalData } from '../../src/sandbox/people.ts'
import { API_PREFIX, buildSandbox } from '../../src/sandbox/server.ts'
import type { SandboxOptions } from '../../src/sandbox/server.ts'
import { createWorld, wireOf } from '../../src/sandbox/world.ts'
import { factsOf } from './facts.ts'
import { smallGeography } from './geography.ts'

const ANCHOR = '2026-11-22'
const noonOf = (day: string): Date => new Date(startOf(day).getTime() + 12 * 3_600_000)
const clean = createWorld({ geography: smallGeography, seed: 9, size: 2000, anchorOn: ANCHOR })
const flawed = createWorld({ geography: smallGeography, seed: 9, size: 2000, anchorOn: ANCHOR, flaws: 'all' })
const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`
const form = 'application/x-www-form-urlencoded'

interface Envelope { Status: unknown, Message: string, DataCount: unknown, Data: Row[] }
type Row = Record<string, string>

async function askToken (app: FastifyInstance): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/token', headers: { authorization: basic, 'content-type': form }, payload: 'grant_type=client_credentials' })
  return answer.json<{ access_token: string }>().access_token
}

/** A sandbox at noon of a day, and a caller with a token. */
async function open (t: { teardown: (close: () => Promise<unknown>) => void }, options: Partial<SandboxOptions> = {}) {
  const app = buildSandbox({ world: clean, now: () => noonOf(addDays(ANCHOR, 20)), clientId: 'me', clientSecret: 'secret', ...options })
  t.teardown(() => app.close())
  const token = await askToken(app)
  const get = async (operation: string) => await app.inject({ url: `${API_PREFIX}/${operation}`, headers: { authorization: `Bearer ${token}` } })
  return { app, token, get, list: async (operation: string) => (await get(operation)).json<Envelope>() }
}

t.test('the front page says what this is and how to get a token', async (t) => {
  const { app } = await open(t)
  t.match((await app.inject('/')).json(), { name: /Sandbox/, about: /invented/, token: { request: /POST \/token/, clientId: 'me' } })
  t.notMatch((await app.inject('/')).body, /secret"/)
})

t.test('a token is for who has id and secret, and asks in the right form', async (t) => {
  const { app } = await open(t)
  const ask = async (authorization: string, payload: string) =>
    (await app.inject({ method: 'POST', url: '/token', headers: { authorization, 'content-type': form }, payload })).statusCode
  t.equal(await ask(basic, 'grant_type=client_credentials'), 200)
  t.equal(await ask(`Basic ${Buffer.from('me:wrong').toString('base64')}`, 'grant_type=client_credentials'), 401)
  t.equal(await ask(basic, 'grant_type=password'), 400)
  t.equal((await app.inject({ url: `${API_PREFIX}/chiTietDoanhNghiep?msdn=1` })).statusCode, 401)
  t.equal((await app.inject({ url: `${API_PREFIX}/chiTietDoanhNghiep?msdn=1`, headers: { authorization: 'Bearer none' } })).statusCode, 401)
})

t.test('a token runs out', async (t) => {
  let now = noonOf(ANCHOR)
  const { get } = await open(t, { now: () => now, tokenSeconds: 60 })
  t.equal((await get('chiTietDoanhNghiep?msdn=1')).statusCode, 200)
  now = new Date(now.getTime() + 61_000)
  t.equal((await get('chiTietDoanhNghiep?msdn=1')).statusCode, 401)
})

t.test('a detail record has the fields of the contract', async (t) => {
  const { get } = await open(t)
  const state = clean.states(77, clean.clock.startOf(addDays(ANCHOR, 20))).at(-1)!
  const answer = (await get(`chiTietDoanhNghiep?msdn=${state.code}`)).json<object>()
  t.match(answer, {
    Status: '1', Message: '', DataCount: 1,
    MainInformation: { ENTERPRISE_ID: Number, ENTERPRISE_GDT_CODE: state.code, NAME: state.name, FOUNDING_DATE: /^\d\d\/\d\d\/\d{4}$/, LAST_AMEND_DATE: String, NUMBER_CHANGES: state.changes, LEGAL_NAMES: String, CAPITAL_AMOUNT: Number },
    HOAdress: { CityID: String, CityName: String, AddressFullText: String },
    BusinessActivity: [{ CODE: String, NAME: String, IS_MAIN: 'Y' }],
    Member: Array,
    Representatives: [{ FULL_NAME: String, PERS_DOC_NO: String, DATE_OF_BIRTH: String, MOBILE: String }],
  })
  t.strictSame(answer, JSON.parse(JSON.stringify(wireOf(clean, state))))
})

t.test('what the service does not know it refuses with status 0', async (t) => {
  const { list } = await open(t)
  for (const operation of [
    'chiTietDoanhNghiep?msdn=0100000000', 'chiTietDoanhNghiep', `chiTietDoanhNghiep?msdn=${clean.codeOf(2900)}`,
    'danhSachHoSo?from_date=01/12/2026&to_date=06/12/2026', 'danhSachHoSo?from_date=06/12/2026&to_date=05/12/2026', 'danhSachHoSo?from_date=31/11/2026&to_date=01/12/2026',
    'danhSachHoSo?from_date=2026-12-01&to_date=2026-12-02', 'danhSachHoSo?from_date=01/12/2026&to_date=02/12/2026&limit=-1',
    'danhSachHoSoTrongNgay?from_ts=24:00&to_ts=25:00', 'danhSachHoSoTrongNgay?from_ts=08:00', 'tinhTrangHoSo?in_journal_no=1',
  ]) t.match(await list(operation), { Status: '0', Message: /./ }, operation)
})

t.test('dossiers of days come in pages and end with now', async (t) => {
  const { list } = await open(t)
  const operation = 'danhSachHoSo?from_date=08/12/2026&to_date=12/12/2026'
  const whole = await list(`${operation}&limit=9999`)
  t.match(whole, { Status: '1', DataCount: whole.Data.length })
  t.ok(whole.Data.length > 20)
  t.match(whole.Data[0], { IN_JOURNAL_NO: String, DOCUMENT_TYPE: String, ENTERPRISE_GDT_CODE: /^\d{10}$/, NAME: String, SITE_ID: String, RECEIPT_DATE: String, PLAN_DATE: String, PROCESS_STATUS: String, PROCESSED_DATE: '08/12/2026' })
  const pages = await Promise.all([0, 7, 14].map((offset) => list(`${operation}&limit=7&offset=${offset}`)))
  t.strictSame(pages.flatMap((page) => page.Data), whole.Data.slice(0, 21))
  const today = new Dossiers(clean).on('2026-12-12')
  const until = clean.clock.startOf('2026-12-12') + 720
  const told = today.filter(({ minute }) => minute <= until).length
  t.ok(told < today.length)
  t.equal(whole.Data.filter((row) => row.PROCESSED_DATE === '12/12/2026').length, told)
  t.equal((await list('danhSachHoSoTrongNgay?from_ts=00:00&to_ts=23:59')).Data.length, told)
  const first = timeOf(new Date(startOf('2026-12-12').getTime() + (today[0]!.minute - clean.clock.startOf('2026-12-12')) * 60_000))
  t.ok((await list(`danhSachHoSoTrongNgay?from_ts=${first}&to_ts=${first}`)).Data.length > 0, 'both ends belong to the window')
  t.ok((await list(`danhSachHoSoTrongNgay?from_ts=${first}&to_ts=${first}`)).Data.length < today.length)
  t.equal((await list('danhSachHoSo?from_date=13/12/2026&to_date=13/12/2026')).DataCount, 0)
})

t.test('a page has at most 200 rows', async (t) => {
  const large = createWorld({ geography: smallGeography, seed: 9, size: 60_000, anchorOn: ANCHOR })
  const { list } = await open(t, { world: large })
  const { Data, DataCount } = await list('danhSachHoSo?from_date=01/12/2026&to_date=05/12/2026&limit=1000')
  t.equal(Data.length, 200)
  t.ok(Number(DataCount) > 200)
})

t.test('a dossier has a state, and its contact is a person', async (t) => {
  const { list } = await open(t)
  const { Data: [row] } = await list('danhSachHoSo?from_date=08/12/2026&to_date=12/12/2026')
  const { Data: [state] } = await list(`tinhTrangHoSo?in_journal_no=${row!.IN_JOURNAL_NO}`)
  t.match(state, { ...row, ENTERPRISE_TYPE_ID: String, REGISTRATION_DATE: String, SUPPLEMENT_DATE: '', SUBMISSION_TYPE: String })
  t.ok(hasPersonalData(String(state!.CONTACT_NAME)) && hasPersonalData(String(state!.CONTACT_MOBILE)) && hasPersonalData(String(state!.CONTACT_EMAIL)))
})

t.test('news of a later day is not told before it', async (t) => {
  const [dossier] = new Dossiers(clean).on(addDays(ANCHOR, 30)).filter(({ state }) => state.event === 'founded')
  const at = async (now: Date) => (await (await open(t, { now: () => now })).list(`chiTietDoanhNghiep?msdn=${dossier!.state.code}`)).Status
  t.equal(await at(noonOf(addDays(ANCHOR, 29))), '0')
  t.equal(await at(noonOf(addDays(ANCHOR, 31))), '1')
})

t.test('a flawed service lists extras, repeats and disorder, one row as the row itself', async (t) => {
  const now = () => noonOf(addDays(ANCHOR, 120))
  const { list } = await open(t, { world: flawed, now })
  const plain = await open(t, { now })
  const [rows, wanted]: Row[][] = [[], []]
  for (let day = 0; day < 100; day += 5) {
    const [from, to] = [addDays(ANCHOR, day), addDays(ANCHOR, day + 4)].map((day) => day.split('-').reverse().join('/'))
    const operation = `danhSachHoSo?from_date=${from}&to_date=${to}&limit=200`
    rows!.push(...(await list(operation)).Data)
    wanted!.push(...(await plain.list(operation)).Data)
  }
  const expected = expectDossiers(flawed, ANCHOR, addDays(ANCHOR, 99))
  t.equal(rows!.length, expected.records)
  t.ok(expected.rejects.length > 0 && Object.values(expected.skips).every((count) => count > 0))
  const codes = new Set(rows!.map((row) => row.ENTERPRISE_GDT_CODE))
  t.ok(wanted!.every((row) => codes.has(row.ENTERPRISE_GDT_CODE!)), 'no good dossier is missing')
  for (const { code } of expected.rejects.filter(({ code }) => code !== null)) {
    t.ok(codes.has(code!))
    t.not((await list(`chiTietDoanhNghiep?msdn=${code}`)).Status, '0', 'a bad record is answered')
  }
  for (const code of [...codes].filter((code) => /^\d{10}$/.test(code!)).slice(0, 60)) {
    const [said, again] = [await plain.list(`chiTietDoanhNghiep?msdn=${code}`), await list(`chiTietDoanhNghiep?msdn=${code}`)]
    if (said.Status === '1') t.strictSame(factsOf(again), factsOf(said))
  }
  const journals = rows!.map((row) => String(row.IN_JOURNAL_NO))
  t.equal(journals.length - new Set(journals).size, expected.skips.duplicate, 'some rows come twice')
  const one = await list('danhSachHoSo?from_date=22/11/2026&to_date=26/11/2026&limit=1')
  t.notOk(Array.isArray(one.Data))
  t.match(one.Data, { IN_JOURNAL_NO: /\d+/ })
})

t.test('faults come by count, and the same request again is answered', async (t) => {
  const sequence = (faults: Faults): string[] => {
    const next = createFaults(faults)
    return Array.from({ length: 12 }, (_, at) => next(`/${at}`) ?? '-')
  }
  t.strictSame(sequence({ tooMany: 3, failing: 4 }), ['-', '-', 'tooMany', 'failing', '-', 'tooMany', '-', 'failing', 'tooMany', '-', '-', 'tooMany'])
  t.strictSame(sequence({ tooMany: 3, failing: 4 }), sequence({ tooMany: 3, failing: 4 }))
  const { get } = await open(t, { faults: { tooMany: 2, failing: 3 } })
  const code = clean.codeOf(1)
  const codes: number[] = []
  for (let at = 0; at < 6; at++) codes.push((await get(`chiTietDoanhNghiep?msdn=${code}&at=${Math.floor(at / 2)}`)).statusCode)
  t.strictSame(codes, [200, 429, 500, 200, 429, 200])
})

t.test('a voided token, a late answer and a cut one', async (t) => {
  const { app, token } = await open(t, { faults: { cut: 2, slow: 3, slowMs: 30, expireToken: 5 } })
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}${API_PREFIX}/chiTietDoanhNghiep?msdn=${clean.codeOf(1)}`
  const get = async (at: number, bearer = token) => await fetch(`${url}&at=${at}`, { headers: { authorization: `Bearer ${bearer}` } })
  t.equal((await get(1)).status, 200)
  await t.rejects(get(2).then((answer) => answer.json()), 'the body breaks off')
  t.match(await (await get(2)).json(), { Status: '1' }, 'and is whole when asked again')
  const start = performance.now()
  t.equal((await get(3)).status, 200)
  t.ok(performance.now() - start >= 25)
  await t.rejects(get(4).then((answer) => answer.json()))
  t.equal((await get(5)).status, 401)
  t.equal((await get(5)).status, 401, 'the old token stays void')
  t.equal((await get(5, await askToken(app))).status, 200)
})
