import { describeDamage } from './testing/damage.ts'

// Two files of tests, so that both cores have one.
describeDamage(({ id }) => !id.endsWith('-collection'))
