import { lazy, Suspense, useState, type ReactNode } from 'react'
import { UploadContext } from './upload-context.ts'
import type { UploadStart } from './upload-target.ts'

const UploadDialog = lazy(async () => ({ default: (await import('./upload-dialog.tsx')).UploadDialog }))

/** Lets every page below it open the upload form; the form's code is loaded when it is first needed. */
export function UploadProvider({ children }: { readonly children: ReactNode }) {
  const [start, setStart] = useState<UploadStart | null>(null)
  return (
    <UploadContext value={setStart}>
      {children}
      {start !== null && (
        <Suspense fallback={null}>
          <UploadDialog start={start} onClose={() => setStart(null)} />
        </Suspense>
      )}
    </UploadContext>
  )
}
