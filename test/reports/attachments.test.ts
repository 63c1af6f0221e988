import { once } from 'node:events'
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import t from 'tap'
import yazl from 'yazl'
import { judgeFile, MAX_BYTES } from '../../src/reports/attachment-file.ts'
import { testReporting } from '../support/reports.ts'

const { app, pool, ask, at, attach, write, submit, tagOf, keyFor } = await testReporting(t)
const CYCLE = 'd01-2026'
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n')
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(20)])

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
  await refused('rong.png', Buffer.alloc(1), /none of the kinds/)
  t.match(await attach('48', CYCLE, '48', 'a.exe', PDF), { status: 400 })
  for (const name of ['../up.pdf', 'a/b.pdf', '.pdf', 'nul\0.pdf', 'no-extension', `${'x'.repeat(150)}.pdf`]) t.ok([400, 404].includes((await attach('48', CYCLE, '48', name, PDF)).status), JSON.stringify(name))
  t.match((await pool.query('select count(*)::int as n from report_files')).rows, [{ n: 3 }])
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
  const other = Buffer.concat([PNG, Buffer.from('other')])
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
