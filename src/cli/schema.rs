//! `tribune schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::Failure;
use crate::graphql::sdl;

#[derive(Args)]
pub(super) struct Schema {
    /// Hold this file against the schema instead of printing it; exits with 1 when they differ.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "schema.graphql")]
    check: Option<PathBuf>,
}

impl Schema {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let schema = sdl();
        let Some(file) = self.check else {
            say!("{}", schema.trim_end())?;
            return Ok(ExitCode::SUCCESS);
        };
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        if text == schema {
            say!("{} is the schema of this program.", file.display())?;
            return Ok(ExitCode::SUCCESS);
        }
        let line = text.lines().zip(schema.lines()).take_while(|(theirs, ours)| theirs == ours).count() + 1;
        say!("{} differs from the schema of this program, first in line {line}.", file.display())?;
        say!("Write it anew with: tribune schema > {}", file.display())?;
        Ok(ExitCode::FAILURE)
    }
}
