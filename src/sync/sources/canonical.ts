import type { Day } from '../../calendar.ts'
import type { Reading } from '../feed-record.ts'
import { industriesOf, MAX_ACTIVITIES } from './activities.ts'
import { judge } from './judgement.ts'
import { ownershipOf } from './ownership.ts'
import { pick, single } from './public-part.ts'
import { MAX_RELATIONS } from './relations.ts'
import type { Form, Statement } from './statement.ts'
import { unknownFields } from './unknown-fields.ts'
import type { Fields } from './wire-value.ts'
import { isObject, list, object } from './wire-value.ts'

/** The registry's own form of a record, for those who do not speak the contract: flat JSON in our terms. It has no field for a person. */

const MAIN = ['code', 'name', 'foreignName', 'shortName', 'registeredOn', 'amendedOn', 'changes', 'status', 'statusName', 'legalType', 'legalTypeName', 'charterCapitalVnd', 'parent'] as const
const ADDRESS = ['full', 'province', 'district', 'commune', 'communeCode', 'division'] as const
const ACTIVITY = ['code', 'main'] as const
const MEMBER = ['country', 'sharePercent', 'amountVnd'] as const
const RELATION = ['kind', 'code'] as const
const MEMBER_NAMES = { country: 'country', sharePercent: 'sharePercent', amount: 'amountVnd' }

const KNOWN = {
  body: new Set<string>([...MAIN, 'address', 'industries', 'members', 'relations']),
  address: new Set<string>(ADDRESS),
  activity: new Set<string>(ACTIVITY),
  member: new Set<string>(MEMBER),
  relation: new Set<string>(RELATION),
}

interface Parts {
  body: Fields
  address: Fields | null
  activities: unknown[]
  members: Fields[]
}

const CANONICAL: Form<Parts> = {
  names: {
    code: 'code', name: 'name', foreignName: 'foreignName', shortName: 'shortName', registeredOn: 'registeredOn', amendedOn: 'amendedOn', changes: 'changes',
    status: 'status', statusName: 'statusName', legalType: 'legalType', legalTypeName: 'legalTypeName', charterCapitalVnd: 'charterCapitalVnd',
    full: 'address.full', province: 'address.province', district: 'address.district', commune: 'address.commune',
    communeCode: 'address.communeCode', division: 'address.division', industries: 'industries',
    parent: 'parent', relations: 'relations', relationKind: 'relations.kind', relationCode: 'relations.code',
  },
  publicPart: ({ body, address, activities, members }) => ({
    ...pick(body, MAIN),
    address: pick(address, ADDRESS),
    industries: activities.slice(0, MAX_ACTIVITIES + 1).map((activity) => isObject(activity) ? pick(activity, ACTIVITY) : single(activity)),
    members: members.map((member) => pick(member, MEMBER)),
    ...'relations' in body && { relations: relationsPart(body['relations']) },
  }),
}

const relationPart = (relation: unknown) => isObject(relation) ? pick(relation, RELATION) : single(relation)

/** A list that is too long stays so. */
const relationsPart = (relations: unknown) => Array.isArray(relations) ? relations.slice(0, MAX_RELATIONS + 1).map(relationPart) : relationPart(relations)

const codeOf = ({ code }: { code: unknown }) => code
const isMain = ({ main }: { main: unknown }) => main === true

function statementOf ({ body, address, activities, members }: Parts): Statement {
  const coded = activities.map((activity, i) => isObject(activity) ? { code: activity['code'], main: activity['main'] } : { code: activity, main: i === 0 })
  return {
    code: body['code'],
    name: body['name'],
    foreignName: body['foreignName'],
    shortName: body['shortName'],
    registeredOn: body['registeredOn'],
    amendedOn: body['amendedOn'],
    changes: body['changes'],
    status: body['status'],
    statusName: body['statusName'],
    legalType: body['legalType'],
    legalTypeName: body['legalTypeName'],
    charterCapitalVnd: body['charterCapitalVnd'],
    full: address?.['full'],
    province: address?.['province'],
    district: address?.['district'],
    commune: address?.['commune'],
    communeCode: address?.['communeCode'],
    division: address?.['division'],
    industries: industriesOf(coded, codeOf, isMain),
    owners: ownershipOf(members, MEMBER_NAMES),
    parent: body['parent'],
    relations: body['relations'],
  }
}

function unknownIn ({ body, address, activities, members }: Parts): string[] | undefined {
  let found = unknownFields(body, KNOWN.body)
  if (address) found = unknownFields(address, KNOWN.address, 'address.', found)
  for (const activity of activities) if (isObject(activity)) found = unknownFields(activity, KNOWN.activity, 'industries.', found)
  for (const member of members) found = unknownFields(member, KNOWN.member, 'members.', found)
  for (const relation of list(body['relations'])) found = unknownFields(relation, KNOWN.relation, 'relations.', found)
  return found
}

/** A `code` alone is no sign of it: many services put one on their envelopes. */
export const isCanonical = (body: Fields): boolean => 'registeredOn' in body || ('code' in body && 'name' in body)

function partsOf (body: Fields): Parts {
  const { industries } = body
  const activities = Array.isArray(industries) ? industries : industries === undefined || industries === null ? [] : [industries]
  return { body, address: object(body['address']), activities, members: list(body['members']) }
}

/** What is said of a unit. */
export const canonicalStatement = (body: Fields): Statement => statementOf(partsOf(body))

export function readCanonical (body: Fields, today: Day): Reading {
  const parts = partsOf(body)
  const reading = judge(statementOf(parts), parts, CANONICAL, today)
  const unknown = reading.kind === 'record' ? unknownIn(parts) : undefined
  return unknown && reading.kind === 'record' ? { ...reading, unknownFields: unknown } : reading
}
