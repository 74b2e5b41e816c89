/** One question of the rule, with what it says in our own words. `no` is always the answer that argues nothing. */
export interface BreachQuestion {
  readonly id: 'secured' | 'exclusion' | 'phi-extent' | 'recipient' | 'acquired-or-viewed' | 'mitigation'
  readonly title: string
  readonly asks: string
  readonly rule: string
  readonly citation: string
  readonly choices: readonly (readonly [value: string, word: string])[]
}

const risks = [
  ['no', 'Not assessed yet'],
  ['low', 'The risk is low'],
  ['not-low', 'The risk is not low'],
] as const

/** In the order of the rule: secured, excluded, then the four factors. */
export const questions: readonly BreachQuestion[] = [
  {
    id: 'secured',
    title: 'Was the PHI secured?',
    asks: 'Was all of it unusable to whoever got it?',
    rule: 'Only a breach of unsecured PHI is notified. PHI is secured when it was encrypted or destroyed as the guidance of HHS describes, and the key was not taken with it.',
    citation: '45 CFR 164.402, Unsecured protected health information',
    choices: [
      ['no', 'No, or not known'],
      ['yes', 'Yes'],
    ],
  },
  {
    id: 'exclusion',
    title: 'Does an exclusion apply?',
    asks: 'Which of the three is it?',
    rule: 'Three things are no breach: access or use by somebody of the workforce in good faith and within their authority that goes no further; a disclosure by mistake between two people who are authorized at the same place, that goes no further; and a disclosure to somebody who in good faith is believed to have been unable to keep it.',
    citation: '45 CFR 164.402, Breach, (1)(i) to (iii)',
    choices: [
      ['no', 'None, or not known'],
      ['unintentional-access', 'Unintentional access within authority'],
      ['inadvertent-disclosure', 'Inadvertent disclosure between authorized people'],
      ['could-not-retain', 'The recipient could not have retained it'],
    ],
  },
  {
    id: 'phi-extent',
    title: 'What PHI was it?',
    asks: 'How do its nature and extent weigh?',
    rule: 'The first factor is the nature and extent of the PHI, with the kinds of identifiers and how likely somebody could be identified by it.',
    citation: '45 CFR 164.402, Breach, (2)(i)',
    choices: risks,
  },
  {
    id: 'recipient',
    title: 'Who got it?',
    asks: 'How does the recipient weigh?',
    rule: 'The second factor is the unauthorized person who used the PHI or to whom it was disclosed; one with duties of their own to protect it weighs differently from a stranger.',
    citation: '45 CFR 164.402, Breach, (2)(ii)',
    choices: risks,
  },
  {
    id: 'acquired-or-viewed',
    title: 'Was it acquired or viewed?',
    asks: 'How does it weigh whether somebody really saw it?',
    rule: 'The third factor is whether the PHI was in fact acquired or viewed, and not only within reach.',
    citation: '45 CFR 164.402, Breach, (2)(iii)',
    choices: risks,
  },
  {
    id: 'mitigation',
    title: 'Was the risk reduced?',
    asks: 'How does what was done afterwards weigh?',
    rule: 'The fourth factor is how far the risk has been mitigated. A promise of deletion is a fact here and no decision.',
    citation: '45 CFR 164.402, Breach, (2)(iv)',
    choices: risks,
  },
]
