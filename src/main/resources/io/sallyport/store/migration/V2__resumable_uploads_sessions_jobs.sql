-- Uploads that go on where they were broken off. The place is the temporary file's; what they are
-- for is the target. Nobody else uses one while it is held.
CREATE TABLE resumable_upload (
  id UUID NOT NULL PRIMARY KEY,
  place BYTEA NOT NULL,
  head BYTEA NOT NULL,
  target BYTEA NOT NULL,
  ftp_user BYTEA NOT NULL,
  principal_digest BYTEA NOT NULL,
  length_bytes BIGINT NOT NULL,
  overwrite BOOLEAN NOT NULL,
  if_match BYTEA NOT NULL,
  modified_millis BIGINT,
  stage VARCHAR(16) NOT NULL,
  holder UUID NOT NULL,
  held_until_millis BIGINT NOT NULL,
  expires_millis BIGINT NOT NULL
);
CREATE INDEX resumable_upload_head ON resumable_upload (head);
CREATE INDEX resumable_upload_principal ON resumable_upload (principal_digest);
CREATE INDEX resumable_upload_expires ON resumable_upload (expires_millis);

-- Browsers' sessions under a digest of their ids; what opens the sealed logins is in the browser.
CREATE TABLE web_session (
  id BYTEA NOT NULL PRIMARY KEY,
  created_millis BIGINT NOT NULL,
  used_millis BIGINT NOT NULL
);
CREATE INDEX web_session_used ON web_session (used_millis);
CREATE TABLE web_session_login (
  session BYTEA NOT NULL REFERENCES web_session (id) ON DELETE CASCADE,
  backend BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (session, backend)
);

-- Work that goes on behind a request, and how far it is, as JSON.
CREATE TABLE job (
  id UUID NOT NULL PRIMARY KEY,
  kind VARCHAR(16) NOT NULL,
  owner_digest BYTEA NOT NULL,
  request BYTEA NOT NULL,
  progress BYTEA NOT NULL,
  state VARCHAR(16) NOT NULL,
  cancelled BOOLEAN NOT NULL,
  node UUID NOT NULL,
  created_millis BIGINT NOT NULL,
  seen_millis BIGINT NOT NULL
);
CREATE INDEX job_owner ON job (owner_digest);
CREATE INDEX job_seen ON job (seen_millis);
