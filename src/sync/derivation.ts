import type { ClassifierRows } from '../classification/queries.ts'
import { createClassifier, loadClassifierRows } from '../classification/queries.ts'
import type { FeedVsic } from '../config.ts'
import type { Database } from '../db/client.ts'
import type { MappingRow } from '../enterprises/queries.ts'
import { createValueMapping, loadMappingRows } from '../enterprises/queries.ts'
import { findReferencePosition } from '../journal/queries.ts'
import type { GazetteerRows } from '../localities/queries.ts'
import { createGazetteer, loadGazetteerRows } from '../localities/queries.ts'
import type { Derivation } from './derive.ts'

/** The reference data that records are read with, as plain rows: a thread makes its own derivation of them. */
export interface DerivationMaterial {
  gazetteer: GazetteerRows
  mapping: MappingRow[]
  classifier: ClassifierRows
  vsic: FeedVsic
}

export async function loadMaterial (db: Database, vsic: FeedVsic): Promise<DerivationMaterial & { position: number }> {
  return {
    position: await findReferencePosition(db),
    gazetteer: await loadGazetteerRows(db),
    mapping: await loadMappingRows(db),
    classifier: await loadClassifierRows(db),
    vsic,
  }
}

export const createDerivation = ({ gazetteer, mapping, classifier, vsic }: DerivationMaterial): Derivation =>
  ({ gazetteer: createGazetteer(gazetteer), mapping: createValueMapping(mapping), classifier: createClassifier(classifier), vsic })
