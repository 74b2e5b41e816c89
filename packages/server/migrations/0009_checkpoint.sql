-- Checkpoints that were published: signed, and where it is asked for cosigned and time-stamped. They are no projection of the
-- log, they are what others were shown of it, so a rebuild leaves them alone and fsck holds the log against them.
create table checkpoint (
  organization uuid not null references log_state (organization) on delete cascade,
  size bigint not null check (size >= 0),
  -- A signed note (C2SP tlog-checkpoint) with the cosignatures of witnesses.
  note bytea not null,
  published timestamptz(3) not null,
  -- RFC 3161, DER, over the SHA-256 of the note; null where no authority is configured.
  time_stamp bytea,
  primary key (organization, size)
);

alter table checkpoint enable row level security;
alter table checkpoint force row level security;
create policy organization on checkpoint
  using (organization = nullif(current_setting('app.organization', true), '')::uuid)
  with check (organization = nullif(current_setting('app.organization', true), '')::uuid);

grant select, insert on checkpoint to evidentia_app;
