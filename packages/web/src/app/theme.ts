import {
  type CSSVariablesResolver,
  createTheme,
  Button,
  Input,
  type MantineColorsTuple,
  Modal,
  Tooltip,
} from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#e8f3f4',
  '#d2e5e8',
  '#a5cbd1',
  '#75b0b8',
  '#4e99a3',
  '#358a96',
  '#1f7683',
  '#0b5f6c',
  '#094f5a',
  '#063c45',
]
const brick: MantineColorsTuple = [
  '#fdecea',
  '#f8d7d2',
  '#eeaaa1',
  '#e47b6e',
  '#dc5545',
  '#c93a29',
  '#b52a1b',
  '#9a1f16',
  '#7f1811',
  '#63110b',
]

/** What Mantine draws dark surfaces, borders and text with, from text to the deepest ground. */
const slate: MantineColorsTuple = [
  '#e6ebec',
  '#c5d0d4',
  '#a5b4ba',
  '#6d7f87',
  '#4d5e66',
  '#2c3a41',
  '#1d282e',
  '#172025',
  '#10171b',
  '#0b1215',
]

/** Mantine in our own colors, type scale and density. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  colors: { petrol, brick, dark: slate },
  autoContrast: true,
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '18px' },
  defaultRadius: 5,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs' },
      styles: { root: { fontSize: 13, fontWeight: 600, minHeight: 26 } },
    }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { size: 'sm' },
      styles: { label: { fontWeight: 600, marginBottom: 3 } },
    }),
    Modal: Modal.extend({ defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } }),
    // A header within a dialog is no second banner of the page.
    ModalHeader: Modal.Header.extend({ defaultProps: { role: 'none' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
})

/** Points Mantine's own variables at our palette, so both schemes follow the style sheet. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--sheet)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-placeholder': 'var(--ink-soft)',
    '--mantine-color-default': 'var(--sheet)',
    '--mantine-color-default-hover': 'var(--sheet-hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--danger)',
  }
  return {
    variables: {},
    light: { ...shared, '--danger': '#9a1f16' },
    dark: { ...shared, '--danger': '#ff9d8f' },
  }
}
