import { useIsFetching } from '@tanstack/react-query'
import classes from './fetching-bar.module.css'

/** A thin line at the top while an answer is out and an older one is on screen. */
export function FetchingBar() {
  return useIsFetching() === 0 ? null : <div className={classes['bar']} data-print="hidden" />
}
