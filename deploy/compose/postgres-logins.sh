#!/bin/sh
# Runs once, on an empty data folder: the database and its two logins. The one that serves requests owns nothing.
set -eu

PGPASSWORD="$(cat /run/secrets/postgres-password)"
export PGPASSWORD
psql --quiet --set=ON_ERROR_STOP=1 --username="${POSTGRES_USER:-postgres}" --dbname=postgres \
  --set=owner_password="$(cat /run/secrets/postgres-owner-password)" \
  --set=app_password="$(cat /run/secrets/postgres-app-password)" <<'SQL'
create role boardwire_owner login password :'owner_password';
create role boardwire login password :'app_password';
create database boardwire owner boardwire_owner;
revoke connect on database boardwire from public;
grant connect on database boardwire to boardwire;
SQL
