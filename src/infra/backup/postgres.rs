//! PostgreSQL's own programs, `pg_dump` and `pg_restore`.

use std::path::Path;
use std::process::{Output, Stdio};

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};
use sea_orm::sqlx::{ConnectOptions, Connection, Row};
use sea_orm::{DbErr, RuntimeErr};
use tokio::process::Command;

use super::{BackupError, check_changes};

const DUMP: &str = "pg_dump";
const RESTORE: &str = "pg_restore";

/// The schema that this program's tables are in; others of the database are not its.
const SCHEMA: &str = "SELECT current_schema()::text";
const TABLES: &str = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()";

/// As it is at one instant: `pg_dump` reads all in one transaction.
pub(super) async fn backup(url: &str, path: &Path) -> Result<(), BackupError> {
    let schema: String = ask(url, SCHEMA).await?;
    let mut command = Server::of(url)?.command(DUMP);
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password"]);
    command.arg(format!("--schema={}", quoted(&schema))).arg("--file").arg(path);
    run(DUMP, command).await.map(|_| ())
}

pub(super) async fn restore(url: &str, path: &Path) -> Result<(), BackupError> {
    let schema: String = ask(url, SCHEMA).await?;
    check(path, &schema).await?;
    let tables: i64 = ask(url, TABLES).await?;
    if tables > 0 {
        return Err(BackupError::NotEmpty);
    }
    let server = Server::of(url)?;
    let mut command = server.command(RESTORE);
    command.args([
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        "--no-password",
    ]);
    command.arg(format!("--schema={schema}")).arg(format!("--dbname={}", server.database)).arg(path);
    match run(RESTORE, command).await {
        Err(BackupError::Program { said, .. }) if is_cut_short(&said) => {
            Err(BackupError::Damaged { path: path.to_owned(), why: said })
        }
        ended => ended.map(|_| ()),
    }
}

fn is_cut_short(said: &str) -> bool {
    said.contains("end of file") || said.contains("could not read from input file")
}

/// Refuses what is no archive of this program's tables.
async fn check(path: &Path, schema: &str) -> Result<(), BackupError> {
    let mut command = Command::new(RESTORE);
    command.args(["--data-only", "--table=seaql_migrations", "--file=-"]);
    command.arg(format!("--schema={schema}")).arg(path);
    let said = match run(RESTORE, command).await {
        Err(BackupError::Program { said, .. }) => {
            return Err(BackupError::Damaged { path: path.to_owned(), why: said });
        }
        said => said?,
    };
    // The table as `COPY` writes it: a line a row, between the statement and a full stop.
    let rows = said.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1);
    let rows = rows.take_while(|line| *line != "\\.");
    let changes: Vec<String> = rows.filter_map(|row| row.split('\t').next()).map(str::to_owned).collect();
    check_changes(path, &changes)
}

async fn ask<T>(url: &str, sql: &'static str) -> Result<T, BackupError>
where
    T: for<'r> sea_orm::sqlx::Decode<'r, sea_orm::sqlx::Postgres>
        + sea_orm::sqlx::Type<sea_orm::sqlx::Postgres>,
{
    let options: PgConnectOptions = url.parse().map_err(connection_error)?;
    let mut connection = options.connect().await.map_err(connection_error)?;
    let row = sea_orm::sqlx::query(sql).fetch_one(&mut connection).await;
    let value = row.and_then(|row| row.try_get(0)).map_err(connection_error)?;
    let _ = connection.close().await;
    Ok(value)
}

fn connection_error(error: sea_orm::sqlx::Error) -> BackupError {
    DbErr::Conn(RuntimeErr::SqlxError(error.into())).into()
}

/// A name that `pg_dump` is not to take for a pattern.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Where the server is, and who asks.
struct Server {
    database: String,
    variables: Vec<(&'static str, String)>,
}

impl Server {
    fn of(url: &str) -> Result<Self, BackupError> {
        let options: PgConnectOptions = url.parse().map_err(connection_error)?;
        let host = match options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => options.get_host().to_owned(),
        };
        let database = options.get_database().unwrap_or_else(|| options.get_username()).to_owned();
        let mut variables = vec![
            ("PGHOST", host),
            ("PGPORT", options.get_port().to_string()),
            ("PGUSER", options.get_username().to_owned()),
            ("PGDATABASE", database.clone()),
            ("PGSSLMODE", ssl_mode(options.get_ssl_mode()).to_owned()),
        ];
        variables.extend(options.get_options().map(|options| ("PGOPTIONS", options.to_owned())));
        // Not among the arguments, which everybody on the machine can see.
        let password = url::Url::parse(url).ok().and_then(|url| url.password().map(str::to_owned));
        let password = password.map(|password| percent_encoding::percent_decode_str(&password).collect());
        let password = password.map(|bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned());
        variables.extend(password.map(|password| ("PGPASSWORD", password)));
        Ok(Self { database, variables })
    }

    fn command(&self, program: &'static str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

fn ssl_mode(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

/// What a program has written, when it ended well; else what it complained about.
async fn run(program: &'static str, mut command: Command) -> Result<String, BackupError> {
    command.stdin(Stdio::null()).kill_on_drop(true);
    let output: Output = command.output().await.map_err(|error| BackupError::NoProgram { program, error })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // It begins with its own name, and may go on for long.
    let is_error = |line: &&str| line.contains("error:");
    let said = said.lines().find(is_error).or_else(|| said.lines().next()).unwrap_or_default();
    let said = said.strip_prefix(program).map_or(said, |said| said.trim_start_matches([':', ' ']));
    Err(BackupError::Program { program, said: said.strip_prefix("error: ").unwrap_or(said).to_owned() })
}
