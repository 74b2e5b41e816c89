import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { markGap } from './gaps.ts'
import { Markdown } from './markdown.tsx'

const render = (text: string) => renderToStaticMarkup(<Markdown text={text} />)

describe('Markdown as elements', () => {
  it('shows HTML as characters, in a block and within a line', () => {
    expect(render('<script>alert(1)</script>')).not.toContain('<script')
    expect(render('a <img src=x onerror=alert(1)> b')).not.toContain('<img')
    expect(render('a <b onclick=x>c</b>')).toContain('&lt;b onclick=x&gt;')
  })

  it('links to web and mail addresses only', () => {
    expect(render('[read](https://example.org/a)')).toContain('href="https://example.org/a"')
    expect(render('[read](javascript:alert(1))')).not.toContain('href')
    expect(render('[read](data:text/html,x)')).not.toContain('href')
    expect(render('![seen](https://example.org/pixel.png)')).not.toContain('src')
  })

  it('keeps the numbers of a list, tables, and headings below the page’s', () => {
    expect(render('3. third\n4. fourth')).toContain('<ol start="3">')
    expect(render('| a | b |\n| --- | --- |\n| 1 | 2 |')).toContain('<th scope="col">a</th>')
    expect(render('# One\n\n## Two\n\n### Three')).not.toMatch(/<h[12]/)
  })

  it('marks what is yet to be decided, in a table too', () => {
    expect(render(`within ${markGap('Time to decide')}.`)).toMatch(/<mark[^>]*>Time to decide<\/mark>\./)
    expect(render(`| a |\n| --- |\n| ${markGap('One, or more')} |`)).toMatch(/<mark[^>]*>One, or more<\/mark>/)
  })
})
