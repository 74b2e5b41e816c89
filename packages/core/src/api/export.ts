import { z } from 'zod'
import { oscalModels } from '../oscal/model.ts'
import { contract } from './contract.ts'
import { asOfQuery, matrixQuery } from './matrix.ts'

const tableParams = z.strictObject({ format: z.enum(['csv', 'xlsx', 'pdf']) })

/** Files for people and tools outside. Each is computed from the same answers as the screens, as of the same instants. */
export const exportContracts = {
  exportMatrix: contract({
    id: 'exportMatrix',
    method: 'GET',
    path: '/exports/matrix/{format}',
    summary: 'The evidence matrix as a file.',
    access: 'matrix:read',
    params: tableParams,
    query: z.strictObject(matrixQuery),
    output: null,
    stream: 'application/octet-stream',
    status: 200,
  }),
  exportCrosswalk: contract({
    id: 'exportCrosswalk',
    method: 'GET',
    path: '/exports/crosswalk/{format}',
    summary: 'Every link between requirements and controls, with its reason, as a file.',
    access: 'matrix:read',
    params: tableParams,
    query: z.strictObject({ ...asOfQuery, frameworks: z.string().max(400).optional() }),
    output: null,
    stream: 'application/octet-stream',
    status: 200,
  }),
  exportOscal: contract({
    id: 'exportOscal',
    method: 'GET',
    path: '/exports/oscal/{model}',
    summary: 'The programme as an OSCAL document.',
    access: 'evidence:read',
    params: z.strictObject({ model: z.enum(oscalModels) }),
    query: z.strictObject({ ...asOfQuery, framework: z.string().max(64).optional() }),
    output: null,
    stream: 'application/json',
    status: 200,
  }),
} as const
