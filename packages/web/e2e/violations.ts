import axeCore, { type AxeResults, type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  /** What axe calls itself in a page. */
  var axe: { readonly run: (selector: string, options: RunOptions) => Promise<AxeResults> }
}

/** WCAG 2.2 level AA, and what it stands on. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** A look of the page: what the reader's system asks for, and how wide the window is. */
export interface Look {
  readonly name: string
  readonly colorScheme: 'light' | 'dark'
  readonly forcedColors: 'none' | 'active'
  readonly width: number
}

/** Gives the page another look, and waits until nothing moves or changes color any more. */
export async function look(page: Page, { colorScheme, forcedColors, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, forcedColors })
  await page.setViewportSize({ width, height: 860 })
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map(async ({ finished }) => finished))
  })
}

/**
 * What of the page, or of the element that `within` selects, breaks a rule of accessibility as it looks now: one line for each rule
 * with the first place and what is wrong there. The page must be at rest. Axe is put into a page once and asked for violations only:
 * all else it can report costs more than finding them.
 */
export async function violationsOf(page: Page, within = ':root'): Promise<string[]> {
  await page.waitForLoadState('networkidle')
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source)
  return page.evaluate(
    async ({ within: selector, tags: values }) => {
      const { violations } = await globalThis.axe.run(selector, {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
      })
      return violations.map(
        ({ id, nodes: [first, ...others] }) =>
          `${id} at ${1 + others.length} places, first ${first?.html}: ${first?.failureSummary}`,
      )
    },
    { within, tags },
  )
}
