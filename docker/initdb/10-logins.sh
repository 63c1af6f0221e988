#!/bin/sh
# Runs once, in the postgres image, while the volume is empty: the logins of the register and its database.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
-- From the environment, so that no password shows in a list of processes.
\getenv owner_password OWNER_PASSWORD
\getenv service_password SERVICE_PASSWORD
\getenv reader_password READER_PASSWORD

create role registry_owner login password :'owner_password';
create role registry_service login password :'service_password';
create role registry_reader login password :'reader_password';

create database registry owner registry_owner encoding 'UTF8' template template0;
revoke connect, temporary on database registry from public;
grant connect, temporary on database registry to registry_service;
grant connect on database registry to registry_reader;
SQL
