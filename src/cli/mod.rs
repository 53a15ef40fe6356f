//! The command line: one subcommand a file.

/// Prints a line, as `println!` does; but a reader who has seen enough, as in `tribune schema | head`, is no fault.
macro_rules! say {
    ($($text:tt)*) => { $crate::cli::say(format_args!($($text)*)) };
}

mod backup;
mod config;
mod export;
mod healthcheck;
mod import;
mod jobs;
mod migrate;
mod progress;
mod restore;
mod schema;
mod seed;
mod serve;
mod user;
mod worker;

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::app;
use crate::clock::Clock;
use crate::config::{Config, FileError, without_empty_variables};
use crate::domain::{self, Domain};
use crate::infra::telemetry;

/// What a command may fail with; its text is for the person at the terminal.
type Failure = Box<dyn Error + Send + Sync>;

/// A GraphQL API server for social blogging.
#[derive(Parser)]
#[command(name = "tribune", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    config: Config,

    #[command(subcommand)]
    command: Subcommands,
}

#[derive(Subcommand)]
enum Subcommands {
    /// Serve: migrate the database, listen, until SIGTERM or Ctrl-C.
    Serve(serve::Serve),
    /// Do the jobs and nothing else, until SIGTERM or Ctrl-C; for a process of its own beside `serve --worker off`.
    Worker(worker::Worker),
    /// Change the database's schema, or look at it.
    Migrate(migrate::Migrate),
    /// Fill an empty database with the demo.
    Seed(seed::Seed),
    /// Take in posts from elsewhere.
    Import(import::Import),
    /// Write posts for elsewhere.
    Export(export::Export),
    /// Write all of the database into one file, while it is used.
    Backup(backup::Backup),
    /// Fill an empty database with a backup.
    Restore(restore::Restore),
    /// Print the GraphQL schema, or hold a file against it.
    Schema(schema::Schema),
    /// Make people, change their role or password.
    User(user::User),
    /// List, show, retry or discard the jobs that are done behind the requests.
    Jobs(jobs::Jobs),
    /// Print the settings in force, or check them.
    Config(config::ConfigCommand),
    /// Ask a running server whether it is ready; for containers.
    Healthcheck(healthcheck::Healthcheck),
}

/// Reads the command line and runs one command. Exits with 1 when it failed, with 2 when it was not understood.
pub fn run() -> ExitCode {
    let (command, from_file) = match with_file(Cli::command()) {
        Ok(read) => read,
        Err(error) => return fail(&error),
    };
    let matches = command.clone().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if let Err(error) = telemetry::start(&cli.config.log) {
        return fail(&error);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let settings = Settings { command, matches, from_file };
    match runtime.block_on(cli.command.run(&cli.config, settings)) {
        Ok(code) => code,
        Err(error) => fail(error.as_ref()),
    }
}

/// The command line as it was read, for printing the settings.
struct Settings {
    command: Command,
    matches: ArgMatches,
    from_file: Vec<String>,
}

impl Subcommands {
    async fn run(self, config: &Config, settings: Settings) -> Result<ExitCode, Failure> {
        match self {
            Self::Serve(command) => command.run(config).await,
            Self::Worker(command) => command.run(config).await,
            Self::Migrate(command) => command.run(config).await,
            Self::Seed(command) => command.run(config).await,
            Self::Import(command) => command.run(config).await,
            Self::Export(command) => command.run(config).await,
            Self::Backup(command) => command.run(config).await,
            Self::Restore(command) => command.run(config).await,
            Self::Schema(command) => command.run(),
            Self::User(command) => command.run(config).await,
            Self::Jobs(command) => command.run(config).await,
            Self::Config(command) => command.run(config, &settings).await,
            Self::Healthcheck(command) => command.run(config).await,
        }
    }
}

/// The file of settings has to be read before the rest of the command line is understood: it gives the defaults.
fn with_file(command: Command) -> Result<(Command, Vec<String>), FileError> {
    let variable = || std::env::var_os("TRIBUNE_CONFIG").filter(|path| !path.is_empty());
    let named = named_on_command_line().or_else(|| variable().map(Into::into));
    crate::config::apply(without_empty_variables(command), named.as_deref())
}

fn named_on_command_line() -> Option<PathBuf> {
    let mut arguments = std::env::args_os();
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(Into::into);
        }
        if let Some(path) = argument.to_str().and_then(|text| text.strip_prefix("--config=")) {
            return Some(path.into());
        }
    }
    None
}

fn say(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// How many changes of the schema are missing.
fn pending(count: usize) -> String {
    if count == 1 { "1 change is pending".to_owned() } else { format!("{count} changes are pending") }
}

fn fail(error: &(impl std::fmt::Display + ?Sized)) -> ExitCode {
    eprintln!("tribune: {error}");
    ExitCode::FAILURE
}

/// All problems of an input, one a line.
fn tell(error: domain::error::Error) -> Failure {
    match error {
        domain::error::Error::Problems(problems) => {
            problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("\n  ").into()
        }
        error => error.into(),
    }
}

/// The domain over a database that is brought up to date first.
async fn open(config: &Config) -> Result<Domain, Failure> {
    let database = app::connect(config).await?;
    database.migrate().await?;
    Ok(app::domain(config, database, Clock::system()).await?)
}
