import { sql } from 'drizzle-orm'
import t from 'tap'
import { listShortEvents } from '../../src/changes/webhook-events.ts'
import { findPosition } from '../../src/journal/queries.ts'
import type { MailSettings, Transport } from '../../src/reports/mail.ts'
import { failureOf, mailTransport, senderOf } from '../../src/reports/mail.ts'
import { deliverMails, giveUpMails, MailServerAway } from '../../src/reports/mail-commands.ts'
import { remind, reminderDue } from '../../src/reports/reminder-commands.ts'
import { reminding } from '../../src/reports/reminding.ts'
import { mailServer } from '../support/mail.ts'
import { testReporting } from '../support/reports.ts'

const CYCLE = 'd01-2026'
const FROM = 'Sổ đăng ký, DN "số" <registry@example.org>'
const { db, get, ask, write, submit, review, setClock } = await testReporting(t)
const at = (day: string, time = '09:00') => new Date(`${day}T${time}:00+07:00`)
const never = new AbortController().signal
const contacts = async (code: string, ...addresses: string[]) => { t.equal((await ask(code, 'PUT', `/v1/report-contacts/${code}`, { payload: { addresses } })).status, 200) }
const letters = async (who = 'ministry', cycle = CYCLE) => (await ask(who, 'GET', `/v1/reports/${cycle}/letters`)).body.items as { locality: string, kind: string, address: string, state: string, tries: number, failure: string | null }[]
const waiting = async () => (await letters()).filter(({ state }) => state === 'waiting')
const settings = (url: string): MailSettings => ({ smtpUrl: url, from: FROM })
const silent = { info: () => {}, warn: () => {} }
/** A round of a worker, its log for a test to read. */
const roundOf = (mail: MailSettings | undefined, day: Date, log: { info: () => void, warn: () => void } = silent) => reminding({ db, now: () => day, mail, log, signal: never })
const dueNow = () => db.execute(sql`update report_mails set next_try_at = now() where sent_at is null`)

t.test('localities say where they want to be written to', async () => {
  await contacts('48', 'so-khcn@example.org', 'van-phong@example.org')
  await contacts('01', 'ha-noi@example.org')
  await contacts('46', 'hue@example.org')
})

t.test('which reminder is due follows from the days that are left', async (t) => {
  const days = [30, 14, 7, 1]
  t.strictSame([31, 30, 15, 14, 8, 2, 1, 0, -1].map((left) => reminderDue(left, days)), [undefined, 'due-in-30', 'due-in-30', 'due-in-14', 'due-in-14', 'due-in-7', 'due-in-1', 'due-in-1', 'overdue'])
})

t.test('a reminder is one event and one letter for each mailbox of whoever has not reported, however many are at it', async (t) => {
  setClock('2026-11-20T03:00:00Z')
  t.strictSame(await remind(db, at('2026-11-08')), [], 'too early')
  t.strictSame(await remind(db, at('2026-11-25', '07:59')), [], 'nobody is reminded in the night')
  await write('01', CYCLE, '01')
  await submit('01', CYCLE, '01')
  const before = await findPosition(db)
  const given = (await Promise.all([1, 2, 3, 4].map(() => remind(db, at('2026-11-25'))))).flat()
  t.strictSame(given, [{ cycle: CYCLE, kind: 'due-in-14', missing: 33 }], 'the latest whose day has come')
  t.equal(await findPosition(db), before + 1)
  t.match((await get(`/v1/changes?after=${before}`)).body.items, [{ type: 'publication', subject: `report-reminder/${CYCLE}/due-in-14`, detail: { code: CYCLE, value: 'due-in-14', rows: 33 } }])
  const told = await listShortEvents(db, { after: before, until: before + 1 }, { types: ['publication'], provinces: null, categories: null }, '2026-11-25', 10)
  t.match(told, [{ type: 'publication', subject: `report-reminder/${CYCLE}/due-in-14` }], 'webhooks are told of it')
  t.strictSame((await waiting()).map(({ address }) => address).sort(), ['hue@example.org', 'so-khcn@example.org', 'van-phong@example.org'], 'not to Hà Nội, which has reported')
  t.strictSame(await remind(db, at('2026-11-26')), [], 'once')
})

t.test('two workers at once send each letter once, in Vietnamese that arrives as it was written', async (t) => {
  const { received, url } = await mailServer(t)
  const both = await Promise.all([1, 2].map(async () => {
    const transport = mailTransport(settings(url))
    try { return await deliverMails(db, transport) } finally { transport.close() }
  }))
  t.equal(both.reduce((sum, { sent }) => sum + sent, 0), 3)
  t.strictSame(received.map(({ to }) => to).sort(), [['hue@example.org'], ['so-khcn@example.org'], ['van-phong@example.org']], 'a letter knows of one mailbox')
  const { headers, body } = received.find(({ to }) => to[0] === 'so-khcn@example.org')!
  t.equal(headers.get('subject'), `[${CYCLE}] ${(await get(`/v1/reports/${CYCLE}`)).body.title}: còn 14 ngày`)
  t.equal(headers.get('from'), 'Sổ đăng ký, DN "số" <registry@example.org>')
  t.equal(headers.get('auto-submitted'), 'auto-generated')
  t.match(headers.get('content-type'), /text\/plain; charset=utf-8/)
  t.match(body, /^Kính gửi: (Thành phố )?Đà Nẵng\n\n.*kỳ 2026: còn 14 ngày \(hạn cuối 23:59:59 09\/12\/2026, giờ Việt Nam\)\./)
  t.strictSame(await waiting(), [])
  await roundOf(settings(url), at('2026-11-26'))()
  t.equal(received.length, 3, 'nothing is left to send')
})

t.test('a worker that dies between sending and noting it sends once more, and a mailbox can tell', async (t) => {
  const { received, url } = await mailServer(t)
  await remind(db, at('2026-12-02'))
  const real = mailTransport(settings(url))
  const [dying, arrived] = [new AbortController(), new Set<string>()]
  const dies: Transport = { close: () => {}, send: async (letter) => {
    await real.send(letter)
    arrived.add(letter.messageId)
    dying.abort(new Error('killed'))
    await new Promise(() => {})
  } }
  await t.rejects(deliverMails(db, dies, dying.signal), { message: 'killed' })
  real.close()
  t.equal(arrived.size, 1)
  await roundOf(settings(url), at('2026-12-02'))()
  t.equal(received.length, 3, 'its lease keeps the letter from the others')
  t.equal((await waiting()).length, 1)
  await dueNow()
  await roundOf(settings(url), at('2026-12-02'))()
  t.equal(received.length, 4)
  t.strictSame(received[0]!.to, received[3]!.to)
  t.equal(received[0]!.headers.get('message-id'), received[3]!.headers.get('message-id'), 'the same Message-ID')
  t.match(received[0]!.headers.get('message-id'), new RegExp(`^<${[...arrived][0]}@example.org>$`))
  t.strictSame(await waiting(), [])
})

t.test('while the mail server is away nothing is lost, and no letter is to blame', async (t) => {
  const { port, close } = await mailServer(t)
  await close()
  await t.rejects(roundOf(settings(`smtp://127.0.0.1:${port}`), at('2026-12-08'))(), MailServerAway)
  t.match(await waiting(), [{ tries: 0, failure: /ECONNECTION|ESOCKET|ECONNREFUSED/ }, { tries: 0 }, { tries: 0, failure: null }])
  const { received } = await mailServer(t, { port })
  await roundOf(settings(`smtp://127.0.0.1:${port}`), at('2026-12-08'))()
  t.equal(received.length, 3)
})

t.test('a mailbox that is refused for now is asked again later, one that is refused for good is not, and neither holds up the others', async (t) => {
  let isBusy = true
  const { received, url } = await mailServer(t, { recipient: (address) => address.startsWith('hue') ? { code: 550, text: 'No such user here' } : address.startsWith('so-') && isBusy ? { code: 451, text: 'Greylisted' } : undefined })
  await roundOf(settings(url), at('2026-12-10'))()
  t.strictSame(received.map(({ to }) => to[0]), ['van-phong@example.org'])
  const of = async (address: string) => (await letters()).find((one) => one.kind === 'overdue' && one.address === address)
  t.match(await of('hue@example.org'), { state: 'given-up', tries: 1, failure: /550 .*No such user here/ })
  t.match(await of('so-khcn@example.org'), { state: 'waiting', tries: 1, failure: /451 .*Greylisted/ })
  const { rows: [wait] } = await db.execute<{ seconds: number }>(sql`select extract(epoch from next_try_at - now())::int as seconds from report_mails where address = 'so-khcn@example.org' and sent_at is null`)
  t.ok(wait!.seconds > 100 && wait!.seconds <= 120, `in two minutes (${wait!.seconds} s)`)
  isBusy = false
  await roundOf(settings(url), at('2026-12-10'))()
  t.equal(received.length, 1, 'not before')
  await dueNow()
  await roundOf(settings(url), at('2026-12-10'))()
  t.strictSame(received.map(({ to }) => to[0]), ['van-phong@example.org', 'so-khcn@example.org'])
  t.match(await of('so-khcn@example.org'), { state: 'sent', tries: 2, failure: null })
  t.match((await letters('46')).map(({ locality }) => locality), ['46', '46', '46', '46'], 'a province sees its own letters')
  t.equal((await ask(null, 'GET', `/v1/reports/${CYCLE}/letters`)).status, 401)
  t.equal((await ask('ministry', 'GET', '/v1/reports/d01-2031/letters')).status, 404)
  t.match((await ask('ministry', 'GET', `/v1/reports/${CYCLE}/letters?format=csv`)).text, /locality,kind,address,state/)
})

t.test('a letter that is refused as a whole is judged by its answer, and one about the settings by none', async (t) => {
  const server = await mailServer(t, { letter: () => ({ code: 552, text: 'Too large' }) })
  const transport = mailTransport(settings(server.url))
  const failure = await transport.send({ messageId: 'x', to: 'a@example.org', subject: 's', text: 't' }).catch(failureOf)
  transport.close()
  t.match(failure, { kind: 'refused', reason: /552 .*Too large/ })
  t.match(failureOf({ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, response: '550 secret words' }), { kind: 'away', reason: 'EENVELOPE MAIL FROM 550' })
  t.match(failureOf({ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421, response: '421 closing' }), { kind: 'away' })
  t.match(failureOf(new Error('anything')), { kind: 'away', reason: 'ENOTSENT' })
})

t.test('neither password nor login of the mail server is in the log, in a message or in a row', async (t) => {
  const { url } = await mailServer(t, { password: 'right' })
  const smtpUrl = url.replace('//', '//a-user:a-secret@')
  await review(CYCLE, '01', { outcome: 'returned', comments: [{ text: 'Bổ sung' }] })
  const said: unknown[] = []
  const log = { info: (...words: unknown[]) => { said.push(words) }, warn: (...words: unknown[]) => { said.push(words) } }
  const error = await roundOf(settings(smtpUrl), at('2026-12-10'), log)().then(() => undefined, (err: unknown) => err)
  t.match(error, { name: 'MailServerAway', message: /EAUTH/ })
  t.notMatch(JSON.stringify([said, error, String(error), (error as Error).stack, await letters()]), /a-user|a-secret/)
  const { received, url: open } = await mailServer(t, { password: 'a-secret' })
  await roundOf(settings(open.replace('//', '//a-user:a-secret@')), at('2026-12-10'))()
  t.match(received, [{ to: ['ha-noi@example.org'], body: /được trả lại để bổ sung\.\n\n- Bổ sung/ }], 'with the right one it goes')
})

t.test('no name can write a header or another recipient', async (t) => {
  const { received, url } = await mailServer(t)
  const title = 'Báo cáo\r\nBcc: evil@example.org\r\n\r\nXin chào $& {name}'
  const rule = { title, titleEn: title, reporters: ['46'], recipient: 'Bộ', periodKind: 'year', due: { kind: 'before', month: 12, day: 20, yearsAfter: 0 }, reminders: [5], template: 'd01', source: 'x' }
  t.equal((await ask('ministry', 'PUT', '/v1/report-rules/injected', { payload: rule })).status, 200)
  t.equal((await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'injected', period: '2026' } })).status, 201)
  await contacts('46', 'hue@example.org')
  await roundOf(settings(url), at('2026-12-15'))()
  t.equal(received.length, 1)
  t.strictSame(received[0]!.to, ['hue@example.org'])
  t.equal(received[0]!.headers.get('subject'), '[injected-2026] Báo cáo Bcc: evil@example.org Xin chào $& {name}: còn 4 ngày')
  t.notOk(received[0]!.headers.has('bcc'))
  const transport = mailTransport({ smtpUrl: url, from: FROM })
  await transport.send({ messageId: 'x', to: 'a@example.org', subject: 'a\r\nBcc: evil@example.org', text: 'x' })
  transport.close()
  t.strictSame(received[1]!.to, ['a@example.org'])
  t.notOk(received[1]!.headers.has('bcc'))
  for (const address of ['a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org', 'A <a@example.org>']) t.equal((await ask('46', 'PUT', '/v1/report-contacts/46', { payload: { addresses: [address] } })).status, 400, address)
  t.strictSame(senderOf(FROM), { name: 'Sổ đăng ký, DN "số"', address: 'registry@example.org' })
})

t.test('without a mail server reminders are events alone, the log says so, and letters wait for three days', async (t) => {
  const said: string[] = []
  const log = { info: (_: object, words: string) => { said.push(words) }, warn: (_: object, words: string) => { said.push(words) } }
  await ask('ministry', 'PUT', '/v1/report-rules/silent', { payload: { title: 'Báo cáo', titleEn: 'Report', reporters: ['46'], recipient: 'Bộ', periodKind: 'year', due: { kind: 'before', month: 12, day: 31, yearsAfter: 0 }, reminders: [3], template: 'd01', source: 'x' } })
  await ask('ministry', 'POST', '/v1/reports', { payload: { rule: 'silent', period: '2026' } })
  const round = roundOf(undefined, at('2026-12-28'), log as never)
  await round()
  t.match(said, [/no letters are sent without SMTP_URL/, 'reminder given', 'reminder given'])
  t.match(await letters('ministry', 'silent-2026'), [{ state: 'waiting', tries: 0 }])
  await db.execute(sql`update report_mails set written_at = written_at - interval '4 days' where cycle = 'silent-2026'`)
  await round()
  t.match(await letters('ministry', 'silent-2026'), [{ state: 'given-up', failure: 'not sent within 3 days' }])
  t.equal(await giveUpMails(db), 0)
})

t.test('a cycle that is closed, or in which all is submitted, reminds nobody', async (t) => {
  await ask('ministry', 'PUT', '/v1/reports/silent-2026/state', { payload: { state: 'closed' } })
  t.strictSame((await remind(db, at('2027-01-05'))).filter(({ cycle }) => cycle === 'silent-2026'), [])
  await ask('ministry', 'PUT', '/v1/reports/silent-2026/state', { payload: { state: 'open' } })
  setClock('2026-12-30T03:00:00Z')
  await write('46', 'silent-2026', '46')
  t.match(await submit('46', 'silent-2026', '46'), { status: 200 })
  t.strictSame((await remind(db, at('2027-01-06'))).filter(({ cycle }) => cycle === 'silent-2026'), [])
})

t.test('where all have submitted, no event tells that a report was returned', async (t) => {
  await review('silent-2026', '46', { outcome: 'returned', comments: [{ text: 'Bổ sung' }] })
  const before = await findPosition(db)
  t.match((await remind(db, at('2027-01-07'))).filter(({ cycle }) => cycle === 'silent-2026'), [{ kind: 'overdue', missing: 0 }])
  t.equal(await findPosition(db), before)
  t.strictSame((await get(`/v1/changes?after=${before}`)).body.items, [])
  t.match((await letters('ministry', 'silent-2026')).at(-1), { locality: '46', kind: 'overdue', state: 'waiting' }, 'whose it is is reminded')
  const { rows } = await db.execute(sql`select after from audit_entries where action = 'report.remind' and subject = 'report-reminder/silent-2026/overdue'`)
  t.strictSame(rows, [{ after: { kind: 'overdue', missing: 0 } }])
  t.strictSame((await remind(db, at('2027-01-08'))).filter(({ cycle }) => cycle === 'silent-2026'), [], 'once')
})
