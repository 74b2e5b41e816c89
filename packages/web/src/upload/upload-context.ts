import { createContext, useContext } from 'react'
import type { UploadStart } from './upload-target.ts'

export const UploadContext = createContext<(start: UploadStart) => void>(() => undefined)

/** Opens the form that records a file as evidence. */
export function useUpload(): (start: UploadStart) => void {
  return useContext(UploadContext)
}
