-- Messages that were taken in, so that one that is sent again changes nothing. Outside the log: what a message brought is evidence,
-- and the row can be lost with its month.
create table mail_message (
  organization uuid not null references log_state (organization) on delete cascade,
  mailbox text not null,
  message text not null,
  received timestamptz(3) not null,
  evidence text,
  primary key (organization, mailbox, message)
);

alter table mail_message enable row level security;
alter table mail_message force row level security;
create policy organization on mail_message
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert, update, delete on mail_message to evidentia_app;
