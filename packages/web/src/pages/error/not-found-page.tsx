import { Link } from '@tanstack/react-router'
import { Doorway } from '../../widgets/doorway.tsx'
import { Page } from '../../widgets/page.tsx'

const lead = 'This page does not exist here, or you may not see it.'

/** An address within an organization that leads nowhere, or to what this person may not see: the two look the same on purpose. */
export function NotFoundPage() {
  return (
    <Page title="Not found" lead={lead}>
      <Back />
    </Page>
  )
}

/** The same for an organization, or an address outside of any. */
export function NotFoundDoorway() {
  return (
    <Doorway title="Not found" lead={lead}>
      <Back />
    </Doorway>
  )
}

function Back() {
  return (
    <p>
      <Link to="/">Choose an organization</Link>
    </p>
  )
}
