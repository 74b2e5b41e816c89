-- Deliveries of webhooks that were taken in, so that one that is sent again, by its sender or by somebody who saw it, changes
-- nothing. Outside the log: what a delivery brought is evidence, and the row can be lost with its month.
create table webhook_delivery (
  organization uuid not null references log_state (organization) on delete cascade,
  webhook text not null,
  delivery text not null,
  received timestamptz(3) not null,
  evidence text,
  primary key (organization, webhook, delivery)
);

alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy organization on webhook_delivery
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on webhook_delivery to evidentia_app;
