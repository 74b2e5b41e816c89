import { EvidentiaError, type ProblemCode } from '@evidentia/core'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { describeProblem } from './problem.ts'

/** Why a request of SCIM was refused, in the words of RFC 7644 3.12, table 9. */
export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'sensitive'

/** A refusal that its sender is told in the words of SCIM. */
export class ScimRefusal extends EvidentiaError {
  readonly scimType: ScimType

  constructor(scimType: ScimType, message: string) {
    super(scimType === 'uniqueness' ? 'conflict' : 'invalid-input', message)
    this.scimType = scimType
  }
}

/** The body of a refusal (RFC 7644 3.12): the status is a text there. */
interface ScimProblem {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:Error']
  readonly status: string
  readonly scimType?: ScimType
  readonly detail: string
}

const code = 'urn:evidentia:problem:invalid-input'

function describeScimProblem(error: unknown, instance: string): ScimProblem & { readonly problem: ProblemCode | null } {
  const { status, type, detail } = describeProblem(error, instance)
  // What other doors answer with 422 is 400 here, and says why in one word.
  const isInput = type === code
  const scimType = error instanceof ScimRefusal ? error.scimType : isInput ? 'invalidValue' : undefined
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(isInput ? 400 : status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
    problem: status === 500 ? 'internal' : null,
  }
}

/** Answers what was refused or went wrong at a route of SCIM. */
export function sendScimProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { problem, ...body } = describeScimProblem(error, request.id)
  if (problem === 'internal') request.log.error({ request: request.id, err: error }, 'failed')
  if (body.status === '401') void reply.header('www-authenticate', 'Bearer')
  if (body.status === '503') void reply.header('retry-after', '5')
  void reply.code(Number(body.status)).header('cache-control', 'no-store').type('application/scim+json').send(body)
}
