import { describeDamage } from './testing/damage.ts'

describeDamage(({ id }) => id.endsWith('-collection'))
