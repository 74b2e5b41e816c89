/** The product's mark: a root and its two leaves. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="4 3 24 24" aria-hidden focusable="false">
      <g fill="none" stroke="#8fd3d8" strokeWidth="2" strokeLinecap="round">
        <path d="M16 12.5v3.5M16 16H9.500v3.5M16 16h6.5v3.5" />
      </g>
      <circle cx="16" cy="9" r="3.5" fill="#f4b860" />
      <circle cx="9.5" cy="22.5" r="3" fill="#8fd3d8" />
      <circle cx="22.5" cy="22.5" r="3" fill="#8fd3d8" />
    </svg>
  )
}
