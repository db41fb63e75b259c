-- How often credentials were wrong, under digests of what they have in common: an address, a user.
CREATE TABLE guess (
  id BYTEA NOT NULL PRIMARY KEY,
  wrong INT NOT NULL,
  noted_millis BIGINT NOT NULL
);
CREATE INDEX guess_noted ON guess (noted_millis);
