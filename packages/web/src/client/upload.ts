import type { Contracts, EvidenceClaim, Sent } from '@evidentia/core'
import type { Answer } from './answers.ts'
import { addressOf, headersOf } from './call.ts'
import { problemOf, unreachable } from './problem.ts'

export interface Upload {
  readonly organization: string
  readonly claim: EvidenceClaim
  readonly file: File
  /** Called with the share that was sent, 0 to 1. */
  readonly onProgress: (share: number) => void
}

/** What a file would give if it were recorded, and which evidence it may be. Throws ProblemError. */
export async function inspectFile(file: File, organization: string): Promise<Answer<'inspectFile'>> {
  return post('inspectFile', {}, file, organization)
}

/** What a mapping would make of a table. Throws ProblemError. */
export async function previewMapping(
  asked: Sent<Contracts['previewMapping']>['body'],
  file: File,
  organization: string,
): Promise<Answer<'previewMapping'>> {
  return post('previewMapping', asked, file, organization)
}

async function post<K extends 'inspectFile' | 'previewMapping'>(
  operation: K,
  claim: unknown,
  file: File,
  organization: string,
): Promise<Answer<K>> {
  const form = new FormData()
  form.set('claim', JSON.stringify(claim))
  form.set('file', file, file.name)
  const init = {
    method: 'POST',
    headers: headersOf(organization, false),
    body: form,
    credentials: 'same-origin',
  } as const
  const response = await fetch(addressOf(operation, {}), init).catch((cause: unknown) => {
    throw unreachable(cause)
  })
  const text = await response.text()
  if (!response.ok) throw problemOf(response.status, text)
  return JSON.parse(text) as Answer<K>
}

/**
 * Sends a file as evidence and waits until it is sealed. XMLHttpRequest, because fetch tells no progress of what it sends.
 * Throws ProblemError.
 */
export async function uploadEvidence({
  organization,
  claim,
  file,
  onProgress,
}: Upload): Promise<Answer<'recordEvidence'>> {
  const form = new FormData()
  form.set('claim', JSON.stringify(claim))
  form.set('file', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf('recordEvidence', {}))
    for (const [name, value] of Object.entries(headersOf(organization, false))) request.setRequestHeader(name, value)
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total))
    request.addEventListener('error', () => reject(unreachable(null)))
    request.addEventListener('load', () => {
      if (request.status >= 300) reject(problemOf(request.status, request.responseText))
      else resolve(JSON.parse(request.responseText) as Answer<'recordEvidence'>)
    })
    request.send(form)
  })
}
