import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { ReviewService } from './service.ts'

export function reviewRoutes(reviews: ReviewService): Operation[] {
  return [
    operation(contracts.reviewEvidence, async ({ scope, params, body }) =>
      reviews.review(scope, params.evidence, body),
    ),
    operation(contracts.acceptEvidence, async ({ scope, params, body }) =>
      reviews.accept(scope, params.evidence, body.note),
    ),
  ]
}
