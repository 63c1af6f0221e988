import { z } from 'zod'
import { Cursor, Limit, LimitOfFile, Page } from '../http/page.ts'
import { Day, flag, fromText, list, momentParameters } from '../http/query.ts'
import { LIST_FORMATS } from '../http/list-file.ts'
import { Matched, Score, SearchText } from './hit-schemas.ts'
import { Division, ProvinceCode } from '../localities/schemas.ts'

export const STATUSES = ['active', 'suspended', 'not-at-address', 'revoked', 'dissolving', 'bankrupt', 'ended', 'unknown'] as const
export const OWNERSHIPS = ['domestic', 'foreign', 'mixed', 'unknown'] as const
export const CATEGORIES = ['i', 'ii', 'iii', 'iv'] as const
export const LEGAL_TYPES = ['DNTN', 'TNHH1', 'TNHH2', 'CTCP', 'CTHD', 'unknown'] as const
export const SORTS = ['code', '-code', 'name', '-name', 'registered', '-registered', 'capital', '-capital', 'changed', '-changed'] as const
export const BASES = ['derived', 'confirmed', 'candidate'] as const
export const COUNTED_BASES = ['confirmed', 'derived'] as const

export const EnterpriseCode = z.string().max(14).regex(/^\d{10}(-?\d{3})?$/, 'must be 10 digits').meta({
  description: 'Enterprise code, which is the tax code: ten digits with a check digit (Decree 168/2025/NĐ-CP Art. 8).',
  // The sandbox's default seed has this one digital and active, whatever its size and day: it answers when it is tried.
  examples: ['3750002081'],
})
export const CommuneCode = z.string().max(5).regex(/^\d{5}$/, 'must be five digits').meta({ description: 'Code of a commune, ward or special zone of the division of 2025.' })
export const Status = z.enum(STATUSES).meta({ description: 'Legal status (Decree 168/2025/NĐ-CP Art. 35); `unknown` where the value of the feed is not mapped.' })
export const Ownership = z.enum(OWNERSHIPS).meta({ description: 'By the countries of the members; the Directive speaks of Vietnamese enterprises.' })
export const Category = z.enum(CATEGORIES).meta({ description: 'Category of Directive 01/CT-TTg.' })
export const Basis = z.enum(BASES).meta({ description: '`derived` by a rule, `confirmed` by a competent officer; a `candidate` is proposed and not counted.' })

const StatusFilter = list(Status, { description: 'Legal statuses, parted by commas.' }).default(['active'])
const BasisFilter = list(Basis, { description: 'Bases, parted by commas; candidates only if asked for.' }).default([...COUNTED_BASES])

/** The filters that lists and counts share, with the same defaults: so a list's total is the nation's total. */
export const countFilters = {
  status: StatusFilter,
  basis: BasisFilter,
  ownership: list(Ownership, { description: 'Ownerships, parted by commas; all of them count.' }).optional(),
}

export const ListEnterprisesQuery = z.strictObject({
  division: Division.default('2025'),
  province: ProvinceCode.optional(),
  commune: CommuneCode.optional(),
  category: list(Category, { description: 'Categories, parted by commas.' }).optional(),
  ...countFilters,
  industry: z.string().max(5).regex(/^\d{2,5}$/, 'must be 2 to 5 digits').meta({ description: 'A VSIC code or the beginning of one, among all activities.' }).optional(),
  legaltype: list(z.enum(LEGAL_TYPES), { description: 'Legal types, parted by commas.' }).optional(),
  registeredfrom: Day.optional().meta({ format: 'date', description: 'First registered on this day or later.' }),
  registeredto: Day.optional().meta({ format: 'date', description: 'First registered on this day or before.' }),
  changedafter: fromText({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Changed behind this position of the register.' },
    'must be a position of the register', (text) => /^\d{1,15}$/.test(text) ? Number(text) : undefined).optional(),
  q: SearchText.optional(),
  total: flag('Whether to count all enterprises of the question.').default(false),
  sort: z.enum(SORTS).optional().meta({ description: 'Where absent by code, and with `q` by relevance: exact hits first, then beginnings, words, parts of words. Otherwise by code, name without marks, day of registration, charter capital (none comes first), or position of the last change; `-` turns it round.' }),
  ...momentParameters,
  cursor: Cursor.optional(),
  limit: LimitOfFile,
  format: z.enum(LIST_FORMATS).optional().meta({ description: 'The form of the answer; goes before Accept. Other forms than JSON hold the whole list, if no limit is given.' }),
})

export const GetEnterpriseQuery = z.strictObject({ division: Division.default('2025'), ...momentParameters })
export const ListVersionsQuery = z.strictObject({ division: Division.default('2025'), knownat: momentParameters.knownat, cursor: Cursor.optional(), limit: Limit })

export const CategoryPeriod = z.object({
  category: Category,
  from: z.iso.date().nullable().meta({ description: 'First day; null from the beginning.' }),
  until: z.iso.date().nullable().meta({ description: 'First day on which it no longer holds; null while open.' }),
}).meta({ id: 'CategoryPeriod', description: 'A category and the days on which it holds.' })

export const Classification = z.object({
  basis: Basis,
  ruleSet: z.int().min(1).meta({ description: 'Version of the rule set that proposed it.' }),
  codes: z.array(z.string().max(5)).max(999).meta({ description: 'The activity codes of the ICT scope that it rests on.' }),
  registeredOn: z.iso.date().meta({ description: 'The first registration that the periods are reckoned from.' }),
  periods: z.array(CategoryPeriod).max(2).meta({ description: 'As the rule reads the facts of this version, or from when on an officer decided.' }),
  decision: z.int().min(1).max(Number.MAX_SAFE_INTEGER).nullable().meta({ description: 'Number of the officer\'s decision that it rests on; null where the rule holds. `/enterprises/{code}/classification` tells of it.' }),
}).meta({ id: 'Classification', description: 'How the category came about.' })

const EXAMPLE = {
  code: '3750002081', name: 'CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN', foreignName: null, shortName: null, status: 'active', statusName: 'Đang hoạt động',
  legalType: 'TNHH1', legalTypeName: 'Công ty trách nhiệm hữu hạn một thành viên', ownership: 'domestic', foreignSharePercent: 0, charterCapitalVnd: '900000000', category: 'ii', basis: 'derived',
  division: '2025', province: '79', provinceName: 'Thành phố Hồ Chí Minh', commune: '26890', communeName: 'Phường Hạnh Thông',
  address: 'Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam', registeredOn: '2001-03-17', vsic: '2018', mainIndustry: '6201', industries: ['6201', '4212', '6202'],
  classification: { basis: 'derived', ruleSet: 1, codes: ['6201', '6202'], registeredOn: '2001-03-17', periods: [{ category: 'iv', from: '2001-03-17', until: '2006-03-17' }, { category: 'ii', from: '2006-03-17', until: null }], decision: null },
  validFrom: '2020-11-26', version: 2, position: 2809, toldBy: 'feed',
}

export const Enterprise = z.object({
  code: EnterpriseCode,
  name: z.string().max(2000),
  foreignName: z.string().max(2000).nullable(),
  shortName: z.string().max(2000).nullable(),
  status: Status,
  statusName: z.string().max(200),
  legalType: z.string().max(20).meta({ description: 'Legal type (Law on Enterprises 59/2020/QH14).' }),
  legalTypeName: z.string().max(200),
  ownership: Ownership,
  foreignSharePercent: z.number().min(0).max(100).nullable(),
  charterCapitalVnd: z.string().max(40).nullable().meta({ description: 'Charter capital in VND, decimal text.' }),
  category: Category.nullable().meta({ description: 'The category that holds today; null where a candidacy has lapsed.' }),
  basis: Basis,
  division: Division,
  province: ProvinceCode.nullable().meta({ description: 'Null in the division of 2004 where the commune was put together from two provinces.' }),
  provinceName: z.string().max(200).nullable(),
  commune: CommuneCode.nullable().meta({ description: 'Null where the address leaves it open, and in the division of 2004.' }),
  communeName: z.string().max(200).nullable(),
  address: z.string().max(2000),
  registeredOn: z.iso.date().meta({ description: 'Day of the first registration certificate.' }),
  vsic: z.enum(['2018', '2025']).meta({ description: 'The VSIC version of the activity codes.' }),
  mainIndustry: z.string().max(5).nullable(),
  industries: z.array(z.string().max(5)).max(999).meta({ description: 'Activity codes, the main one first.' }),
  classification: Classification,
  validFrom: z.iso.date().meta({ description: 'The day from which this version holds in the world.' }),
  version: z.int().min(1).meta({ description: 'Number of this version of the enterprise.' }),
  position: z.int().min(0).meta({ description: 'Position of the register at which this version was recorded.' }),
  toldBy: z.enum(['feed', 'officer']).meta({ description: '`officer` where an officer declared it and the feed has not told of it yet.' }),
}).meta({
  id: 'Enterprise',
  description: 'An enterprise as the register has it now.',
  examples: [EXAMPLE],
})
export type Enterprise = z.output<typeof Enterprise>


export const ListedEnterprise = Enterprise.extend({
  score: Score.optional(),
  matched: Matched.optional(),
}).meta({ id: 'ListedEnterprise', description: 'An enterprise of a list; with `q` in its order of relevance also how it was found.', examples: [EXAMPLE] })
export const EnterprisePage = Page(ListedEnterprise, 'EnterprisePage')

export const EnterpriseVersion = Enterprise.extend({
  validUntil: z.iso.date().nullable().meta({ description: 'First day on which the next version holds; null for the last one.' }),
  presence: z.enum(['present', 'gone', 'withdrawn']).meta({ description: '`gone` where a full file lacked the enterprise, `withdrawn` where the run that first told of it was reverted.' }),
  isCurrent: z.boolean().meta({ description: 'Whether it is the one that the register shows.' }),
  recordedAt: z.iso.datetime({ offset: true }).meta({ description: 'When it was recorded.' }),
  recordedUntil: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().meta({ description: 'The position at which a revert took it back; null where none did.' }),
}).meta({
  id: 'EnterpriseVersion',
  description: 'A state of an enterprise: valid from a day, recorded at a position.',
  examples: [{ ...EXAMPLE, validUntil: null, presence: 'present', isCurrent: true, recordedAt: '2026-11-01T02:00:00.000Z', recordedUntil: null }],
})
export const EnterpriseVersionPage = Page(EnterpriseVersion, 'EnterpriseVersionPage')

const MAX_LOOKUP = 500
export const LookupRequest = z.strictObject({
  codes: z.array(z.string().min(1).max(20).regex(/^[0-9-]+$/, 'must be digits')).min(1).max(MAX_LOOKUP).meta({ description: 'Enterprise codes; the order and repetitions do not matter.', examples: [['3750002081', '0100000000']] }),
  division: Division.optional().meta({ description: 'Which list the codes of localities mean; 2025 where absent.' }),
  asof: Day.optional().meta({ format: 'date', description: 'As things stood on this day.' }),
  knownat: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({ description: 'As the register knew it at this position.' }),
}).meta({ id: 'LookupRequest', description: 'Codes to look up at once.', examples: [{ codes: ['3750002081', '0100000000'] }] })

export const LookupResult = z.object({
  items: z.array(Enterprise).max(MAX_LOOKUP).meta({ description: 'Those that are known, by code.' }),
  unknown: z.array(z.object({
    code: z.string().max(20),
    reason: z.enum(['malformed', 'dependent-unit', 'not-found', 'not-digital', 'gone']).meta({ description: 'Why there is none; as the problem types of `GET /enterprises/{code}`.' }),
  })).max(MAX_LOOKUP).meta({ description: 'Those that are not, by code.' }),
  position: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
}).meta({
  id: 'LookupResult',
  description: 'What the codes came to: each stands in one of the two lists.',
  examples: [{ items: [EXAMPLE], unknown: [{ code: '0100000000', reason: 'malformed' }], position: 21_004 }],
})
