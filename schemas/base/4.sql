-- SPDX-License-Identifier: MIT
-- What a batch does while nobody looks on: its runs, the jobs of each, and what was settled of each
-- deposit, so that nothing is done twice.

CREATE TABLE bdf_night (
  run text NOT NULL PRIMARY KEY,
  plan text NOT NULL,                -- its name
  plan_digest text NOT NULL,         -- SHA-256 of its file
  start bigint NOT NULL,             -- the transaction from which producers' layers are judged
  engine text NOT NULL,              -- local or slurm
  began text NOT NULL,
  ended text,                        -- NULL: it goes on, or was interrupted
  stage text NOT NULL,               -- jobs, packages, report or done
  outcome text,                      -- why it ended before all was done
  unchanged bigint NOT NULL,         -- deposits that were not even opened
  left_out bigint NOT NULL           -- deposits that the plan is not about
);

-- One row a deposit and theme.
CREATE TABLE bdf_night_job (
  run text NOT NULL,
  position bigint NOT NULL,          -- in the order in which they enter the base
  deposit text NOT NULL,             -- its name among the plan's
  place text NOT NULL,               -- its folder, or the number of a member's deposit
  theme text NOT NULL,
  territory text,
  producer text,
  status text NOT NULL,              -- waiting, taken, unchanged, refused or aside
  tries bigint NOT NULL,             -- that failed
  reason text,
  fingerprint text,                  -- of manifest, data and theme
  marks text,                        -- sizes and times of its files, where they can be relied upon
  number bigint,                     -- the transaction that took it
  asked bigint NOT NULL,             -- things of it that wait for an operator
  refused bigint NOT NULL,           -- things of it that were refused
  began text,
  ended text,
  figures text,                      -- JSON: seconds by stage, memory
  PRIMARY KEY (run, position)
);

CREATE INDEX bdf_ix_night_fingerprint ON bdf_night_job (fingerprint);

-- What a plan's nights settled last of a deposit and theme.
CREATE TABLE bdf_night_deposit (
  plan text NOT NULL,
  deposit text NOT NULL,
  theme text NOT NULL,
  place text NOT NULL,
  producer text,
  status text NOT NULL,
  reason text,
  fingerprint text NOT NULL,
  marks text,
  number bigint,
  asked bigint NOT NULL,
  run text NOT NULL,
  time text NOT NULL,
  gone text,                         -- since when nobody finds it; NULL: it is there
  PRIMARY KEY (plan, deposit, theme)
);

-- Until which transaction a plan's packages of a theme and territory are made.
CREATE TABLE bdf_night_package (
  plan text NOT NULL,
  theme text NOT NULL,
  pack text NOT NULL,
  territory text NOT NULL,
  number bigint NOT NULL,
  name text NOT NULL,                -- of the last one
  place text NOT NULL,               -- its file
  run text NOT NULL,
  differential text,                 -- the file of what has changed since the one before
  published bigint NOT NULL,         -- 1: it is in the plan's tree
  PRIMARY KEY (plan, theme, pack, territory)
);
