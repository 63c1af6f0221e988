import { sql } from 'drizzle-orm'
import { dayOf } from '../../calendar.ts'
import { enterAdoption } from '../../catalogue/adoption-commands.ts'
import { draftDemand, draftSupply, setState } from '../../catalogue/commands.ts'
import { draftRuleSet } from '../../classification/commands.ts'
import { DRAFT_EXAMPLE } from '../../classification/schemas.ts'
import { publishEdition } from '../../editions/commands.ts'
import { setBudget } from '../../plans/budget-commands.ts'
import { draftPlan } from '../../plans/commands.ts'
import { raise, say } from '../../proposals/commands.ts'
import { publishRanking, supplyValues } from '../../ranking/commands.ts'
import { WITHOUT } from '../../recognition/collections.ts'
import { enterRecognition, publishOpenSource } from '../../recognition/commands.ts'
import { closeYear, fileReturn, openYear } from '../../returns/commands.ts'
import { closeSurvey, openSurvey, publishQuestionnaire, submitAnswers } from '../../surveys/commands.ts'
import type { Database } from '../../db/client.ts'
import { systemAuthor } from '../../journal/audit.ts'

const by = { author: systemAuthor('sandbox'), mayFor: () => true }
const officer = { author: by.author, require: () => {} }
const contact = (unit: string) => ({ unit, email: 'lienhe@example.org', phone: null, url: 'https://example.org' })

/** One of each thing that officers enter, made up as the enterprises of the sandbox are: so that whoever tries the API meets answers. */
export async function fillShowcase (db: Database): Promise<void> {
  const { rows } = await db.execute<{ code: string, province: string }>(sql`
    select distinct on (province_code) code, province_code as province from enterprise_versions
    where is_current and presence = 'present' and basis is not null and status = 'active' and registered_on < '2026-01-01' and province_code in ('48', '79') order by province_code desc, code <> '3750002081', code`)
  const supplies: number[] = []
  for (const { code } of rows) {
    const id = await draftSupply(db, {
      code, kind: 'product', name: 'Phần mềm quan trắc ao nuôi', nameEn: 'Pond monitoring', technologies: ['internet-of-things', 'big-data'], fields: ['agriculture'], readiness: 4, evidence: 'Dữ liệu thử nghiệm',
      contact: contact('Phòng Kinh doanh'), description: 'Đo chất lượng nước ao nuôi và cảnh báo sớm.', descriptionEn: null,
    }, by)
    await setState(db, { kind: 'supply', id, state: 'published', reason: null }, by)
    supplies.push(id)
  }
  const demand = await draftDemand(db, {
    agency: 'Cơ quan thử nghiệm', agencyCode: null, provinceCode: '48', categories: [], readiness: 3, periodFrom: '2027-01-01', periodTo: '2027-12-31', budgetFromVnd: 500_000_000, budgetToVnd: 900_000_000,
    name: 'Quan trắc vùng nuôi', nameEn: null, description: 'Cảm biến và phần mềm theo dõi chất lượng nước.', descriptionEn: null, technologies: ['internet-of-things'], fields: ['agriculture', 'environment'], contact: contact('Phòng Kế hoạch'),
  }, by)
  await setState(db, { kind: 'demand', id: demand, state: 'published', reason: null }, by)
  if (supplies[0] !== undefined) await enterAdoption(db, {
    agency: 'so-kh-cn-48', supply: supplies[0], enterprise: null, product: null, fields: [], demand, contract: { number: 'HĐ thử nghiệm', signed: '2026' }, valueVnd: 480_000_000, usedFrom: '2026-03-16', usedTo: null,
    document: 'Dữ liệu thử nghiệm', documentUrl: null,
  }, { by, today: dayOf(new Date()) })
  const proposal = await raise(db, { kind: 'question', agency: 'so-kh-cn-48', addressee: 'most', enterprises: rows.map(({ code }) => code), title: 'Câu hỏi thử nghiệm', text: 'Thời hạn báo cáo năm 2026 là ngày nào?' }, officer, dayOf(new Date()))
  await say(db, proposal, { side: 'addressee', text: 'Trước ngày 10/12.' }, officer)
  await fillRecognition(db, rows.find(({ province }) => province === '79')?.code ?? null)
  await fillSurvey(db)
  await draftRuleSet(db, DRAFT_EXAMPLE, by.author)
  await draftPlan(db, '48-2026-2030', {
    level: 'locality', agency: 'ubnd-48', division: '2025', province: '48', period: '2026-2030', title: 'Kế hoạch thử nghiệm', titleEn: 'Made-up plan', document: null, state: 'in-force', note: null, tasks: [], indicators: [],
  }, { seen: undefined, by: by.author, mayWrite: async () => {} })
  await setBudget(db, 'directive-01/I.9', 2026, { source: 'state', isPartnership: false, plannedVnd: 2_000_000_000, approvedVnd: null, spentVnd: null, document: { number: 'Dữ liệu thử nghiệm', url: null } }, by.author)
  await fillFigures(db)
}

/** What is published of a month and a year that have ended whenever this runs. */
async function fillFigures (db: Database): Promise<void> {
  await publishEdition(db, { period: '2026-10' }, by.author)
  await publishRanking(db, { year: 2025, set: 'proposal-1' }, by.author)
  await supplyValues(db, { indicator: 'sandbox-indicator', year: 2025, name: 'Chỉ số thử nghiệm', nameEn: 'Made-up indicator', unit: 'points', source: 'Dữ liệu thử nghiệm', values: { 48: 71.5, 79: 80 } }, by.author)
}

async function fillRecognition (db: Database, enterprise: string | null): Promise<void> {
  const made = { ...WITHOUT, nameEn: null, provinceCode: null, enterprise, recognisedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', note: null }
  const together = { ...made, enterprise: null, participants: enterprise === null ? [] : [{ enterprise, from: '2026-01-01', to: null, kind: 'Tư vấn chuyển đổi số', outcome: 'Kết quả thử nghiệm' }] }
  await enterRecognition(db, 'products', { ...made, code: 'sandbox-product', name: 'Sản phẩm thử nghiệm', kind: 'key-product', state: 'recognised' }, by.author)
  await enterRecognition(db, 'platforms', { ...made, code: 'sandbox-platform', name: 'Nền tảng thử nghiệm', kind: 'shared-platform', state: 'in-use', since: '2026-01-01' }, by.author)
  await enterRecognition(db, 'honours', { ...made, code: 'sandbox-honour', name: 'Tôn vinh thử nghiệm', kind: 'other', state: 'awarded', year: 2026, award: 'Giải thử nghiệm' }, by.author)
  await enterRecognition(db, 'credentials', { ...made, code: 'sandbox-credential', name: 'Chứng nhận thử nghiệm', kind: 'management-certificate', state: 'valid', number: 'TEST-0001', standard: 'ISO/IEC 27001', since: '2026-01-01', until: '2028-12-31' }, by.author)
  await enterRecognition(db, 'programmes', { ...together, code: 'sandbox-programme', name: 'Chương trình thử nghiệm', kind: 'advice', state: 'running', agency: 'most', plan: 'directive-01', since: '2026-01-01' }, by.author)
  await enterRecognition(db, 'events', {
    ...together, participants: together.participants.map((one) => ({ ...one, from: null, kind: null, outcome: null })), code: 'sandbox-event', name: 'Diễn đàn thử nghiệm', kind: 'forum', state: 'held', since: '2026-03-02', until: '2026-03-03', place: 'Hà Nội', country: 'VN',
    organisers: [{ name: 'Bộ Khoa học và Công nghệ', agency: 'most' }], documents: [{ title: 'Chương trình thử nghiệm', url: null }],
  }, by.author)
  await enterRecognition(db, 'transfers', {
    ...made, enterprise: null, code: 'sandbox-transfer', name: 'Chuyển giao thử nghiệm', kind: 'licence', state: 'registered', product: 'Công nghệ thử nghiệm', number: 'TEST-0002', since: '2026-01-01', until: '2030-12-31',
    parties: [{ role: 'transferor', name: 'Bên giao thử nghiệm', country: 'JP', enterprise: null, agency: null }, { role: 'transferee', name: 'Bên nhận thử nghiệm', country: 'VN', enterprise, agency: null }],
  }, by.author)
  await enterRecognition(db, 'zones', { ...made, enterprise: null, code: 'sandbox-incubator', name: 'Vườn ươm thử nghiệm', kind: 'incubator', state: 'established' }, by.author)
  await enterRecognition(db, 'support-services', {
    ...made, enterprise: null, code: 'sandbox-service', name: 'Ươm tạo thử nghiệm', kind: 'incubation', state: 'offered', zone: 'sandbox-incubator', terms: 'Doanh nghiệp dưới 5 năm tuổi; miễn phí năm đầu',
    url: 'https://example.org', email: 'lienhe@example.org', since: '2026-01-01',
  }, by.author)
  await publishOpenSource(db, { title: 'Danh mục thử nghiệm', recommendedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', items: [{ name: 'PostgreSQL', licence: 'PostgreSQL', use: 'Cơ sở dữ liệu', url: 'https://www.postgresql.org', tested: null }] }, by.author)
}

/** A survey and a year of returns, of the same enterprises. */
async function fillSurvey (db: Database): Promise<void> {
  await publishQuestionnaire(db, { code: 'sandbox', title: 'Phiếu thử nghiệm', titleEn: null, questions: [{ code: 'staff', kind: 'number', text: 'Số lao động', textEn: 'Employees', unit: 'người', required: true, options: [] }] }, by.author)
  const code = 'sandbox-2026'
  await openSurvey(db, { code, title: 'Khảo sát thử nghiệm', titleEn: null, year: 2026, questionnaire: 'sandbox', version: 1 }, by.author)
  const { rows } = await db.execute<{ enterprise: string }>(sql`select enterprise from survey_members where survey = ${code} and province_code = '79' order by enterprise <> '3750002081', enterprise limit 4`)
  await openYear(db, { year: 2025, dueOn: null }, by.author)
  for (const [i, { enterprise }] of rows.entries()) await fileReturn(db, {
    year: 2025, enterprise, province: '79', told: {
      revenueVnd: 120_000_000_000 - i * 10_000_000_000, exportVnd: 30_000_000_000, researchVnd: 6_000_000_000, markets: ['JP', 'SG'], presence: [{ country: 'JP', kind: 'sales', since: '2023-04-01' }],
      staff: [{ skill: 'software', people: 20 + 5 * i }], sought: [{ skill: 'semiconductors', year: 2027, people: 10 }], results: 'Kết quả thử nghiệm',
    },
  }, by.author)
  await closeYear(db, 2025, by.author)
  for (const [i, { enterprise }] of rows.entries()) await submitAnswers(db, { survey: code, enterprise, answers: [{ question: 'staff', number: 20 + 5 * i, choices: null, text: null }] }, by.author)
  await closeSurvey(db, code, by.author)
}
