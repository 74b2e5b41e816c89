import { checks, compileCheck, readDerived } from '@evidentia/connectors'
import type { Assessment, AssessmentInput, Catalog, DateRange, SourcedRecord } from '@evidentia/core'
import { assess, evidenceNeedingRecords, knowledgeOf, stateFindings } from '@evidentia/core'
import { inOnePiece } from '../folder/read-chunks.ts'
import type { Workload } from '../folder/read-workload.ts'

/** What is asked of a workload. */
export interface Question {
  readonly asOf: string
  readonly knownAt?: string | undefined
  readonly period?: DateRange | undefined
}

/** Assesses a workload. */
export async function assessWorkload(workload: Workload, catalog: Catalog, question: Question): Promise<Assessment> {
  const input = await gatherInput(workload, catalog, question)
  const knowledge = knowledgeOf(input)
  const assessment = assess(input, knowledge)
  return { ...assessment, findings: stateFindings(assessment.findings, knowledge, question.asOf) }
}

/**
 * What an assessment of a workload follows from, with the records that some check reads. A folder carries no server's clock, so its
 * evidence counts as recorded when the manifest says it was collected.
 */
export async function gatherInput(workload: Workload, catalog: Catalog, question: Question): Promise<AssessmentInput> {
  const { documents } = workload
  const evidence = workload.evidence.map((body) => ({ ...body, recordedAt: body.collectedAt }))
  const records = new Map<string, readonly SourcedRecord[]>()
  for (const id of evidenceNeedingRecords({ catalog, documents, evidence, checks })) {
    const bytes = workload.records.get(id)
    if (bytes !== undefined) records.set(id, await readAll(id, bytes))
  }
  return {
    catalog,
    documents,
    evidence,
    checks,
    compileCheck,
    ...question,
    records: (id) => records.get(id) ?? [],
  }
}

async function readAll(evidence: string, bytes: Uint8Array): Promise<SourcedRecord[]> {
  const records: SourcedRecord[] = []
  for await (const record of readDerived(inOnePiece(bytes))) records.push({ ...record, evidence })
  return records
}
