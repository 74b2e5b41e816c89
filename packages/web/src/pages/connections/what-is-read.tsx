import type { Answered, Contracts } from '@evidentia/core'
import { Section } from '../../widgets/page.tsx'
import type { ConnectorView } from './connect-form.tsx'
import classes from './connections.module.css'

interface WhatIsReadProps {
  readonly preview: Answered<Contracts['previewConnection']>
  readonly datasets: ConnectorView['datasets']
}

/** Every request that will be made and every right it needs, before the first one is. */
export function WhatIsRead({ preview, datasets }: WhatIsReadProps) {
  return (
    <Section title={`What will be read from ${preview.source}`}>
      {preview.datasets.map(({ dataset, requests, permissions }) => (
        <div key={dataset} className={classes['dataset']}>
          <h3>{datasets.find(({ id }) => id === dataset)?.title ?? dataset}</h3>
          <p className="soft">Requests</p>
          <ul className={classes['requests']}>
            {requests.map((request) => (
              <li key={request}>
                <code>{request}</code>
              </li>
            ))}
          </ul>
          <p className="soft">Rights the account needs there</p>
          <ul className={classes['requests']}>
            {permissions.map(({ name, why }) => (
              <li key={name}>
                <code>{name}</code>: {why}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}
