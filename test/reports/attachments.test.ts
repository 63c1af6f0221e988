import { once } from 'node:events'
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import yazl from 'yazl'
import { judgeFile, MAX_BYTES, MEDIA_TYPES } from '../../src/reports/attachment-file.ts'
import { testReporting } from '../support/reports.ts'

const { app, pool, ask, at, attach, write, submit, tagOf, keyFor } = await testReporting(t)
const CYCLE = 'd01-2026'
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n')
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=', 'base64')
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]), Buffer.from('JFIF\0'), Buffer.alloc(40), Buffer.from([0xff, 0xd9])])

async function zipOf (parts: Record<string, Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, bytes] of Object.entries(parts)) zip.addBuffer(bytes, name)
  zip.end()
  return await buffer(zip.outputStream as unknown as Readable)
}
const TYPES = { '[Content_Types].xml': Buffer.from('<Types/>') }
const DOCX = await zipOf({ ...TYPES, 'word/document.xml': Buffer.from('<w:document/>') })

t.test('a file is taken for what its bytes are, and found by its checksum', async (t) => {
  const done = await attach('48', CYCLE, '48', 'Kế hoạch 2026.pdf', PDF)
  t.match(done, { status: 200, body: { name: 'Kế hoạch 2026.pdf', mediaType: 'application/pdf', size: PDF.length, sha256: createHash('sha256').update(PDF).digest('hex') } })
  t.match(await attach('48', CYCLE, '48', 'phu-luc.docx', DOCX), { status: 200 })
  t.match(await attach('48', CYCLE, '48', 'ban-do.png', PNG, 'image/png'), { status: 200 })
  const { headers, bytes } = await ask('48', 'GET', `${at(CYCLE, '48')}/attachments/${encodeURIComponent('Kế hoạch 2026.pdf')}`)
  t.strictSame(bytes, PDF)
  t.match(headers, { 'content-type': 'application/pdf', 'content-disposition': /^attachment; filename\*=UTF-8''K%E1/, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  t.strictSame((await ask('48', 'GET', `${at(CYCLE, '48')}/attachments`)).body.items.map((one: { name: string }) => one.name), ['Kế hoạch 2026.pdf', 'ban-do.png', 'phu-luc.docx'])
  t.equal((await ask('01', 'GET', `${at(CYCLE, '48')}/attachments/phu-luc.docx`)).status, 403)
})

t.test('what is not what it is called is refused, and nothing of it is kept', async (t) => {
  const refused = async (name: string, bytes: Buffer, message: RegExp) => t.match(await attach('48', CYCLE, '48', name, bytes), { status: 400, body: { errors: [{ message }] } }, name)
  await refused('chuong-trinh.pdf', Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(2000)]), /none of the kinds/)
  await refused('linux.pdf', Buffer.concat([Buffer.from('\x7fELF'), PDF]), /none of the kinds/)
  await refused('kich-ban.pdf', Buffer.from('#!/bin/sh\n'), /none of the kinds/)
  await refused('cut.pdf', PDF.subarray(0, 30), /none of the kinds/)
  await refused('la-anh.pdf', PNG, /is called \.pdf and holds \.png/)
  await refused('la-word.xlsx', DOCX, /is called \.xlsx and holds \.docx/)
  await refused('zip.docx', await zipOf({ 'a.txt': Buffer.from('a') }), /none of the kinds/)
  await refused('macro.docx', await zipOf({ ...TYPES, 'word/document.xml': Buffer.from('<w/>'), 'word/vbaProject.bin': Buffer.from('x') }), /macros/)
  await refused('rach.docx', DOCX.subarray(0, DOCX.length - 30), /no whole file/)
  const word = (parts: Record<string, Buffer>) => zipOf({ ...TYPES, 'word/document.xml': Buffer.from('<w/>'), ...parts })
  await refused('kieu.docx', await word({ '[Content_Types].xml': Buffer.from('<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>') }), /macros/)
  await refused('doi-ten.docx', await word({ '[Content_Types].xml': Buffer.from('<Types><Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'), 'word/a.bin': Buffer.from('x') }), /macros/)
  await refused('bang.xlsx', await zipOf({ ...TYPES, 'xl/workbook.xml': Buffer.from('<w/>'), 'xl/macrosheets/sheet1.xml': Buffer.from('<x/>') }), /macros/)
  for (const part of ['run.exe', 'word/media/a.js', 'docProps/b.PS1']) await refused('trong.docx', await word({ [part]: Buffer.from('x') }), /programs/)
  const pdf = (dictionary: string) => Buffer.from(`%PDF-1.7\n1 0 obj\n${dictionary}\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`)
  for (const dictionary of ['<< /Encrypt 5 0 R >>', '<< /Encrypt<</Filter/Standard>> >>']) await refused('khoa.pdf', pdf(dictionary), /encrypted/)
  for (const dictionary of ['<< /S /JavaScript /JS (app.alert) >>', '<< /JS(app.alert) >>', '<</S/Launch/F(cmd.exe)>>', '<< /S /J#61vaScript >>']) await refused('lenh.pdf', pdf(dictionary), /scripts or programs/)
  await refused('vo.pdf', Buffer.from('%PDF-1.4\nMZ\x90\0%%EOF'), /none of the kinds/)
  await refused('dau.png', PNG.subarray(0, 8), /none of the kinds/)
  await refused('cut.png', PNG.subarray(0, 40), /none of the kinds/)
  await refused('trang.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<html><script>alert(1)</script>')]), /none of the kinds/)
  await refused('rong.png', Buffer.alloc(1), /none of the kinds/)
  t.match(await attach('48', CYCLE, '48', 'a.exe', PDF), { status: 400 })
  for (const name of ['../up.pdf', 'a/b.pdf', '.pdf', 'nul\0.pdf', 'no-extension', `${'x'.repeat(150)}.pdf`]) t.ok([400, 404].includes((await attach('48', CYCLE, '48', name, PDF)).status), JSON.stringify(name))
  t.match((await pool.query('select count(*)::int as n from report_files')).rows, [{ n: 3 }])
})

t.test('what only looks like a program by chance is taken', async (t) => {
  const noise = Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj\n<< /Length 20 /JSON 1 /Launched 2 >>\nstream\n'), Buffer.from('\x01/JS\x8f/Encrypt\xff', 'latin1'), Buffer.from('\nendstream\nendobj\n%%EOF\n')])
  t.equal(await judgeFile('nhieu.pdf', noise), 'application/pdf')
  t.equal(await judgeFile('anh.jpg', JPEG), 'image/jpeg')
  t.equal(await judgeFile('anh.jpeg', Buffer.concat([JPEG, Buffer.alloc(64)])), 'image/jpeg', 'cameras write more behind its end')
  t.equal(await judgeFile('bieu-do.docx', await zipOf({ ...TYPES, 'word/document.xml': Buffer.from('<w/>'), 'word/embeddings/sheet1.xlsx': Buffer.from('x'), 'word/media/image1.png': PNG })), MEDIA_TYPES.docx)
})

t.test('a zip bomb is refused: one that is honest about it, and one that lies', async (t) => {
  const bomb = await zipOf({ ...TYPES, 'word/document.xml': Buffer.alloc(120 * 2 ** 20) })
  t.ok(bomb.length < 200_000, `${bomb.length} bytes`)
  await t.rejects(judgeFile('bom.docx', bomb), { message: /more than 100 MiB/ })
  t.equal((await attach('48', CYCLE, '48', 'bom.docx', bomb)).status, 400)
  const liar = Buffer.from(await zipOf({ ...TYPES, 'word/document.xml': Buffer.alloc(2 ** 20) }))
  // The size that the directory at its end tells of the last part: 24 bytes behind its signature.
  const directory = liar.lastIndexOf(Buffer.from('PK\x01\x02'))
  liar.writeUInt32LE(10, directory + 24)
  await t.rejects(judgeFile('doi.docx', liar), { name: 'UnfitFile' })
})

t.test('a gigabyte is refused before it is sent, and a stream of it as soon as it is too much', { timeout: 120_000 }, async (t) => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const head = async (more: string) => `PUT ${at(CYCLE, '48')}/attachments/a.pdf HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await keyFor('48')}\r\nif-match: *\r\ncontent-type: application/pdf\r\n${more}\r\n\r\n`
  const announced = connect(port, '127.0.0.1')
  announced.write(await head(`content-length: ${2 ** 30}`))
  const [answer] = await once(announced, 'data') as [Buffer]
  t.match(answer.toString(), /^HTTP\/1.1 413 /)
  announced.destroy()

  const chunked = connect(port, '127.0.0.1')
  chunked.on('error', () => {})
  chunked.write(await head('transfer-encoding: chunked'))
  const part = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(2 ** 20), Buffer.from('\r\n')])
  let [sent, said] = [0, '']
  chunked.on('data', (bytes: Buffer) => { said += bytes })
  while (said === '' && !chunked.destroyed && sent < 1024) {
    if (!chunked.write(part)) await Promise.race(['drain', 'data', 'close'].map((name) => once(chunked, name).catch(() => undefined)))
    sent++
  }
  // Whoever goes on sending may lose the answer to the end of the connection.
  t.match(said, /^(HTTP\/1.1 413 |$)/)
  t.ok(sent < 200, `after ${sent} MiB`)
  chunked.destroy()
  const over = await attach('48', CYCLE, '48', 'to.pdf', Buffer.alloc(MAX_BYTES + 1))
  t.equal(over.status, 413)
})

t.test('what was submitted with a report stays; what was only tried goes', async (t) => {
  await write('48', CYCLE, '48')
  await submit('48', CYCLE, '48')
  t.equal((await attach('48', CYCLE, '48', 'muon.pdf', PDF)).status, 409, 'not once it is submitted')
  await ask('ministry', 'POST', `${at(CYCLE, '48')}/review`, { payload: { outcome: 'returned', comments: [{ text: 'Thiếu phụ lục' }] }, headers: { 'if-match': await tagOf('48', CYCLE, '48') } })
  const detach = async (name: string) => await ask('48', 'DELETE', `${at(CYCLE, '48')}/attachments/${name}`, { headers: { 'if-match': await tagOf('48', CYCLE, '48') } })
  t.match(await detach('ban-do.png'), { status: 200 })
  t.match(await detach('ban-do.png'), { status: 404 })
  t.match((await pool.query('select count(*)::int as n from report_files')).rows, [{ n: 3 }], 'the attempt names it')
  const old = (attempt: number) => ask('ministry', 'GET', `${at(CYCLE, '48')}/attachments/ban-do.png?attempt=${attempt}`)
  t.match(await ask('ministry', 'GET', `${at(CYCLE, '48')}/attachments/ban-do.png`), { status: 404 })
  const { status, headers, bytes } = await old(1)
  t.match([status, headers['content-type'], headers['cache-control']], [200, 'image/png', 'no-store'], 'it is read from the attempt')
  t.strictSame(bytes, PNG)
  t.match(await old(2), { status: 404, body: { detail: 'There is no attempt 2.' } })
  t.match(await ask('48', 'GET', `${at(CYCLE, '48')}/attachments/muon.pdf?attempt=1`), { status: 404, body: { detail: 'There is no such attachment.' } })
  t.match(await ask('01', 'GET', `${at(CYCLE, '48')}/attachments/ban-do.png?attempt=1`), { status: 403 })
  const other = Buffer.concat([PNG.subarray(0, 33), PNG.subarray(33)])
  other[20] = 7
  await attach('48', CYCLE, '48', 'tam.png', other)
  t.match((await pool.query('select count(*)::int as n from report_files')).rows, [{ n: 4 }])
  await detach('tam.png')
  t.match((await pool.query('select count(*)::int as n from report_files')).rows, [{ n: 3 }])
})

t.test('a report has at most ten files', async (t) => {
  for (let i = 0; i < 10; i++) await attach('01', CYCLE, '01', `tep-${i}.pdf`, Buffer.concat([PDF, Buffer.from(`${i}%%EOF`)]))
  t.match(await attach('01', CYCLE, '01', 'tep-10.pdf', PDF), { status: 409 })
  t.match(await attach('01', CYCLE, '01', 'tep-9.pdf', PDF), { status: 200 }, 'one takes the place of another')
})

t.test('one may take off bytes that another attaches at the same moment', async (t) => {
  const same = Buffer.concat([PDF, Buffer.from('same%%EOF')])
  t.match(await attach('04', CYCLE, '04', 'chung.pdf', same), { status: 200 })
  const waiting = async (n: number) => {
    const count = async () => (await pool.query("select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rows[0].n
    while (await count() < n) await setTimeout(10)
  }
  const holder = await pool.connect()
  await holder.query('begin')
  await holder.query('lock table audit_entries in share row exclusive mode')
  const attached = attach('08', CYCLE, '08', 'chung.pdf', same)
  await waiting(1)
  const detached = ask('04', 'DELETE', `${at(CYCLE, '04')}/attachments/chung.pdf`, { headers: { 'if-match': '*' } })
  await waiting(2)
  await holder.query('commit')
  holder.release()
  t.match([await attached, await detached], [{ status: 200 }, { status: 200 }])
  t.strictSame((await ask('08', 'GET', `${at(CYCLE, '08')}/attachments/chung.pdf`)).bytes, same)
})
