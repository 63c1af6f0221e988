import type { Body } from '../agencies/queries.ts'
import { findBodies } from '../agencies/queries.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import type { Collection, Party, Tenant } from './collections.ts'
import type { RecognitionRequest } from './commands.ts'
import { findNames, findRecognition } from './queries.ts'

interface Fault { path: string, message: string }
/** Plans are a floor above: whoever puts the service together says which there are. */
export type HasPlan = (db: Database, code: string) => Promise<boolean>

/** Where a code stands for nothing, or a time for nothing that can be. */
export async function faultsOf (db: Database, collection: Collection, row: RecognitionRequest, { day, hasPlan }: { day: Day, hasPlan: HasPlan }): Promise<Fault[]> {
  return [
    ...await faultsOfEnterprises(db, collection, row), ...await faultsOfBodies(db, row), ...await faultsOfZone(db, row), ...faultsOfParties(row.parties), ...faultsOfDays(row, day),
    ...row.plan !== null && !await hasPlan(db, row.plan) ? [{ path: 'plan', message: 'no such plan is known' }] : [],
    ...row.kind === 'management-certificate' && row.standard === null ? [{ path: 'standard', message: 'is needed of a certificate of management' }] : [],
  ]
}

const enterprisesOf = ({ enterprise, tenants, participants, parties }: RecognitionRequest) => [{ enterprise }, ...tenants, ...participants, ...parties].flatMap((one) => one.enterprise ?? [])

/** Whom it named before it may go on naming, although the feed took the enterprise back: so that it can still be corrected. */
async function faultsOfEnterprises (db: Database, collection: Collection, row: RecognitionRequest): Promise<Fault[]> {
  const { enterprise, tenants, participants, parties } = row
  const codes = enterprisesOf(row)
  const names = codes.length > 0 ? await findNames(db, codes.filter(isEnterpriseCode)) : new Map<string, string>()
  const before = codes.every((code) => names.has(code)) ? undefined : await findRecognition(db, collection, row.code)
  const known = new Set([...names.keys(), ...before ? enterprisesOf(before) : []])
  const unknown = (path: string, code: string) => known.has(code) ? [] : [{ path, message: 'no such enterprise is known to the feed' }]
  const faultsOfMembers = (list: string, members: Tenant[]) => members.flatMap((one, i) => [
    ...unknown(`${list}.${i}.enterprise`, one.enterprise),
    ...one.from !== null && one.to !== null && one.to < one.from ? [{ path: `${list}.${i}.to`, message: 'is before from' }] : [],
    ...members.slice(0, i).some((other) => other.enterprise === one.enterprise && overlap(other, one)) ? [{ path: `${list}.${i}`, message: 'overlaps an earlier one of the same enterprise' }] : [],
  ])
  return [
    ...enterprise ? unknown('enterprise', enterprise) : [], ...faultsOfMembers('tenants', tenants), ...faultsOfMembers('participants', participants),
    ...parties.flatMap((one, i) => one.enterprise === null ? [] : unknown(`parties.${i}.enterprise`, one.enterprise)),
  ]
}

/** Nobody passes a technology on to itself, and whoever has a code here is of this country. */
const faultsOfParties = (parties: Party[]): Fault[] => parties.flatMap((one, i) => [
  ...(['enterprise', 'agency'] as const).filter((member) => one[member] !== null && parties.slice(0, i).some((other) => other[member] === one[member])).map((member) => ({ path: `parties.${i}.${member}`, message: 'is a party already' })),
  ...(one.enterprise !== null || one.agency !== null) && one.country !== 'VN' ? [{ path: `parties.${i}.country`, message: 'is VN of an enterprise or a body of the registry' }] : [],
])

const overlap = (a: Tenant, b: Tenant) => (a.from ?? '') <= (b.to ?? '9999') && (b.from ?? '') <= (a.to ?? '9999')

async function faultsOfBodies (db: Database, row: RecognitionRequest): Promise<Fault[]> {
  const named = [
    { path: 'agency', code: row.agency }, ...row.organisers.map(({ agency }, i) => ({ path: `organisers.${i}.agency`, code: agency })),
    ...row.parties.map(({ agency }, i) => ({ path: `parties.${i}.agency`, code: agency })),
  ]
  const bodies = await findBodies(db, named.flatMap(({ code }) => code ?? []))
  return named.flatMap(({ path, code }) => {
    const message = code === null ? undefined : faultOfBody(bodies.get(code), row)
    return message === undefined ? [] : [{ path, message }]
  })
}

function faultOfBody (body: Body | undefined, { agency, provinceCode, since, until }: RecognitionRequest): string | undefined {
  if (!body) return 'no such body is known'
  if (since !== null && body.validTo !== null && body.validTo < since) return `ended on ${body.validTo}, before this begins`
  if (until !== null && body.validFrom !== null && body.validFrom > until) return `began on ${body.validFrom}, after this has ended`
  // Others may help to hold an event, or be a party; a province tells of no programme or service of another one.
  if (body.code === agency && provinceCode !== null && body.provinceCode !== null && body.provinceCode !== provinceCode) return 'is a body of another province'
  return undefined
}

async function faultsOfZone (db: Database, { zone, provinceCode }: RecognitionRequest): Promise<Fault[]> {
  if (zone === null) return []
  const known = await findRecognition(db, 'zones', zone)
  if (!known) return [{ path: 'zone', message: 'no such zone is known' }]
  return provinceCode !== null && known.provinceCode !== null && known.provinceCode !== provinceCode ? [{ path: 'zone', message: 'is a zone of another province' }] : []
}

const faultsOfDays = ({ since, until, state }: RecognitionRequest, day: Day): Fault[] => [
  ...since !== null && until !== null && until < since ? [{ path: 'until', message: 'is before since' }] : [],
  ...state === 'held' && since !== null && since > day ? [{ path: 'state', message: 'has not begun yet' }] : [],
]
