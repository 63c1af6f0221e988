import { hash } from 'node:crypto'
import type { Day } from '../calendar.ts'

/** What tells two representations of one address apart; any answer of the API depends on these, the position and the day. */
export interface Variant {
  url: string
  language: string
  format: string
  coding: string
  /** Of the API: a release may show the same facts otherwise. */
  version: string
}

const LENGTH = 16
const digest = (text: string | Buffer) => hash('sha1', text, 'base64url').slice(0, LENGTH)

const variantDigest = ({ url, language, format, coding, version }: Variant) => digest([version, language, format, coding, url].join('\n'))

/** Of a list or figure: everything that its bytes depend on, so that it is known without asking the database. */
export const tagOfPosition = (position: number, day: Day, variant: Variant): string =>
  `"${position}.${day.replaceAll('-', '')}.${variantDigest(variant)}"`

/** Of an answer about a stated day as known at a stated position, both in its URL: the present is no part of it. */
export const tagOfPast = (variant: Variant): string => `"past.${variantDigest(variant)}"`

/** Of a single resource: its own version, then its representation, which may change with the day or with names of places. */
export const tagOfVersion = (version: number, body: Buffer, variant: Variant): string =>
  `"v${version}.${digest(Buffer.concat([Buffer.from(`${variant.coding}\n`), body]))}"`

/** Of what officers alone read, and no cache keeps: its own version, then what they are told. */
export const tagOfWorkingCopy = (version: number, text: string): string => `"v${version}.${digest(text)}"`

/** Whether `If-None-Match` names the tag; by weak comparison, as RFC 9110 §13.1.2 wants it. */
export function matchesTag (header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  if (header === tag || header === '*') return true
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}

/** Whether `If-Match` names this version of a resource: in whatever representation it was read. */
export function matchesVersion (header: string, version: number): boolean {
  return header === '*' || header.split(',').some((one) => /^"v(\d+)\./.exec(one.trim())?.[1] === String(version))
}
