-- SPDX-License-Identifier: MIT
-- What the community sends: contributions, what became of each thing in them, and the themes by
-- which that was judged.

-- The versions of themes that a base goes by, in the order in which it took them.
CREATE TABLE bdf_theme (
  name text NOT NULL,
  number bigint NOT NULL,            -- the transaction that took it
  version text NOT NULL,
  digest text NOT NULL,              -- SHA-256 of the content
  content text NOT NULL,             -- the theme's file
  signature text,                    -- JSON, as beside the file
  signer text,                       -- the public key that signed it
  PRIMARY KEY (name, number)
);

-- One row a contribution. The same content comes in once.
CREATE TABLE bdf_contribution (
  number bigint NOT NULL PRIMARY KEY,  -- the transaction that took it
  digest text NOT NULL UNIQUE,         -- of its content, its organisation, base_number and the theme
  organisation text,                   -- whose it is
  base_number bigint NOT NULL,         -- the state of the base that it was made from
  made text,                           -- when the producer made it
  signer text,                         -- the public key that signed it
  account text,                        -- who brought it: for the base's operators alone
  file bytea                           -- kept while something of it waits
);

-- What became of each thing in a contribution.
CREATE TABLE bdf_entry (
  entry bigint NOT NULL PRIMARY KEY,
  number bigint NOT NULL,            -- of the contribution
  together bigint NOT NULL,          -- entries of one contribution that go in together or not at all
  layer text NOT NULL,
  object text NOT NULL,              -- as the contribution calls it
  thing text NOT NULL,               -- an attribute, geometry, or object for existence
  op text NOT NULL,                  -- of the object: insert, update, delete, split, merge, recut
  kind text NOT NULL,                -- change, rights, or the kind of the conflict
  conflict text,                     -- its id
  ancestor_value text,               -- a geometry as WKT
  local_value text,
  reference_value text,
  sent_value text,                   -- as the contribution says it
  may text NOT NULL,                 -- the right by which it was judged
  status text NOT NULL,              -- admitted, waiting, refused, accepted, rejected or replaced
  reason text,
  decided bigint,                    -- the transaction that accepted or rejected it
  answer text,                       -- what the operator said to it
  place bytea                        -- WKB: where it is, for people who look at it
);
CREATE INDEX bdf_ix_entry ON bdf_entry (number);
CREATE INDEX bdf_ix_entry_status ON bdf_entry (status);

-- What producers say that is no edit: signalements, a remark at a place each.
CREATE TABLE bdf_report (
  report bigint NOT NULL PRIMARY KEY,
  number bigint NOT NULL,            -- of the contribution that has said it last
  organisation text NOT NULL,        -- whose it is; empty where nobody has said
  id text NOT NULL,                  -- as that organisation calls it
  layer text,                        -- that it is about
  object text,                       -- that object's key
  theme text,                        -- as its author names it
  comment text NOT NULL,
  said text,                         -- the date, as its author writes it
  status text NOT NULL,              -- a code of signalement_statuses.yaml
  answer text,                       -- what the operator said to it
  set_by bigint,                     -- the transaction that gave it its status; NULL: its author
  decided bigint,                    -- the transaction that decided it; NULL: it waits
  crs text,                          -- of its place: EPSG:2154
  place bytea NOT NULL,              -- WKB: a point
  UNIQUE (organisation, id)
);

-- Which contributions have said it.
CREATE TABLE bdf_report_sending (
  report bigint NOT NULL,
  number bigint NOT NULL,            -- of the contribution
  PRIMARY KEY (report, number)
);

-- What became of each, step by step: its author said it, or an operator gave it a status.
CREATE TABLE bdf_report_step (
  report bigint NOT NULL,
  number bigint NOT NULL,            -- the transaction
  status text NOT NULL,
  said text NOT NULL,                -- the comment, or what the operator said to it
  PRIMARY KEY (report, number)
);

-- The identifiers that objects got when they came into the base, by what the producer calls them.
CREATE TABLE bdf_given (
  organisation text NOT NULL,
  layer text NOT NULL,
  uid text NOT NULL,
  id text NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (organisation, layer, uid)
);

-- Of keys that the base gives itself: the number that the next one has.
CREATE TABLE bdf_next_key (
  prefix text NOT NULL PRIMARY KEY,
  next bigint NOT NULL
);

-- Of a base on a server: who acts for whom, as the themes say that it goes by.
CREATE TABLE bdf_member (
  theme text NOT NULL,
  account text NOT NULL,
  organisation text NOT NULL,
  community text NOT NULL,
  PRIMARY KEY (theme, account)
);
CREATE TABLE bdf_member_territory (
  theme text NOT NULL,
  account text NOT NULL,
  territory text NOT NULL            -- none at all: everywhere
);
-- The layers that a theme is about: of others it says nothing. * for any.
CREATE TABLE bdf_theme_layer (
  theme text NOT NULL,
  layer text NOT NULL,
  PRIMARY KEY (theme, layer)
);
CREATE TABLE bdf_right (
  theme text NOT NULL,
  community text NOT NULL,
  layer text NOT NULL,               -- * for every layer of which nothing else is said
  thing text NOT NULL,               -- an attribute, geometry, object, or * for every other attribute
  may text NOT NULL                  -- none, read, propose or decide
);

-- What members have deposited, until it is integrated.
CREATE TABLE bdf_deposit (
  deposit bigint NOT NULL PRIMARY KEY,
  theme text NOT NULL,
  organisation text NOT NULL,
  account text NOT NULL,
  time text NOT NULL,
  name text,                         -- of the file
  digest text NOT NULL,              -- of its content, as the member says
  file bytea,                        -- until it is integrated
  number bigint,                     -- the transaction that took it
  refusal text                       -- why none could
);

-- What somebody has tried without a right to it, beside what bdf_entry says of contributions.
CREATE TABLE bdf_attempt (
  time text NOT NULL,
  account text NOT NULL,             -- for the base's operators alone
  organisation text,
  what text NOT NULL,
  layer text,
  object text,
  thing text,
  reason text NOT NULL
);

-- What of the server's own log stands in bdf_attempt already: a digest or a name each.
CREATE TABLE bdf_logged_attempt (
  mark text NOT NULL PRIMARY KEY
);
-- Every account that a theme names or has named, and for whom.
CREATE TABLE bdf_named_account (
  account text NOT NULL,
  organisation text NOT NULL,
  PRIMARY KEY (account, organisation)
);

-- Whose signature a new version of a theme needs, where the base asks for one.
CREATE TABLE bdf_theme_key (
  name text NOT NULL,
  key text NOT NULL,                 -- public
  organisation text NOT NULL,
  PRIMARY KEY (name, key)
);
